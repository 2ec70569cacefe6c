// Maps, trees, clusters and means of networks.
import { article, book, chapter, conference, preprint, report, type Entry } from "./reference.ts";

const biometrika = "Biometrika";
const psychometrika = "Psychometrika";

export const space = {
  gower1966: article(
    "Gower, J. C.",
    "Some distance properties of latent root and vector methods used in multivariate analysis",
    biometrika,
    1966,
    { volume: "53", issue: "3–4", pages: "325–338", doi: "10.1093/biomet/53.3-4.325" },
  ),
  gower1968: article(
    "Gower, J. C.",
    "Adding a point to vector diagrams in multivariate analysis",
    biometrika,
    1968,
    {
      volume: "55",
      issue: "3",
      pages: "582–585",
      doi: "10.2307/2334268",
    },
  ),
  gower1975: article("Gower, J. C.", "Generalized Procrustes analysis", psychometrika, 1975, {
    volume: "40",
    issue: "1",
    pages: "33–51",
    doi: "10.1007/BF02291478",
  }),
  kruskal1964: article(
    "Kruskal, J. B.",
    "Multidimensional scaling by optimizing goodness of fit to a nonmetric hypothesis",
    psychometrika,
    1964,
    { volume: "29", issue: "1", pages: "1–27", doi: "10.1007/BF02289565" },
  ),
  deleeuw1977: chapter(
    "de Leeuw, J.",
    "Applications of convex analysis to multidimensional scaling",
    "Recent developments in statistics",
    1977,
    { pages: "133–145" },
  ),
  borg2005: book(
    "Borg, I.; Groenen, P. J. F.",
    "Modern multidimensional scaling: theory and applications, 2nd edition",
    "Springer",
    2005,
    { doi: "10.1007/0-387-28981-X" },
  ),
  halko2011: article(
    "Halko, N.; Martinsson, P. G.; Tropp, J. A.",
    "Finding structure with randomness: probabilistic algorithms for constructing approximate matrix decompositions",
    "SIAM Review",
    2011,
    { volume: "53", issue: "2", pages: "217–288", doi: "10.1137/090771806" },
  ),
  mullner2011: preprint(
    "Müllner, D.",
    "Modern hierarchical, agglomerative clustering algorithms",
    "arXiv",
    2011,
    { arxiv: "1109.2378" },
  ),
  barjoseph2001: article(
    "Bar-Joseph, Z.; Gifford, D. K.; Jaakkola, T. S.",
    "Fast optimal leaf ordering for hierarchical clustering",
    "Bioinformatics",
    2001,
    { volume: "17", issue: "S1", pages: "S22–S29", doi: "10.1093/bioinformatics/17.suppl_1.S22" },
  ),
  kaufman1987: chapter(
    "Kaufman, L.; Rousseeuw, P. J.",
    "Clustering by means of medoids",
    "Statistical data analysis based on the L1-norm and related methods",
    1987,
    { pages: "405–416" },
  ),
  schubert2021: article(
    "Schubert, E.; Rousseeuw, P. J.",
    "Fast and eager k-medoids clustering: O(k) runtime improvement of the PAM, CLARA, and CLARANS algorithms",
    "Information Systems",
    2021,
    { volume: "101", pages: "101804", doi: "10.1016/j.is.2021.101804", arxiv: "2008.05171" },
  ),
  rousseeuw1987: article(
    "Rousseeuw, P. J.",
    "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis",
    "Journal of Computational and Applied Mathematics",
    1987,
    { volume: "20", pages: "53–65", doi: "10.1016/0377-0427(87)90125-7" },
  ),
  lloyd1982: article(
    "Lloyd, S. P.",
    "Least squares quantization in PCM",
    "IEEE Transactions on Information Theory",
    1982,
    {
      volume: "28",
      issue: "2",
      pages: "129–137",
      doi: "10.1109/TIT.1982.1056489",
    },
  ),
  arthur2007: conference(
    "Arthur, D.; Vassilvitskii, S.",
    "k-means++: the advantages of careful seeding",
    "ACM-SIAM Symposium on Discrete Algorithms (SODA)",
    2007,
  ),
  fletcher2004: article(
    "Fletcher, P. T.; Lu, C.; Pizer, S. M.; Joshi, S.",
    "Principal geodesic analysis for the study of nonlinear statistics of shape",
    "IEEE Transactions on Medical Imaging",
    2004,
    { volume: "23", issue: "8", pages: "995–1005", doi: "10.1109/TMI.2004.831793" },
  ),
  mico1994: article(
    "Micó, M. L.; Oncina, J.; Vidal, E.",
    "A new version of the nearest-neighbour approximating and eliminating search algorithm (AESA) with linear preprocessing time and memory requirements",
    "Pattern Recognition Letters",
    1994,
    { volume: "15", issue: "1", pages: "9–17", doi: "10.1016/0167-8655(94)90095-7" },
  ),
  desilva2004: report(
    "de Silva, V.; Tenenbaum, J. B.",
    "Sparse multidimensional scaling using landmark points",
    "Stanford University",
    2004,
  ),
  hubert1985: article("Hubert, L.; Arabie, P.", "Comparing partitions", "Journal of Classification", 1985, {
    volume: "2",
    issue: "1",
    pages: "193–218",
    doi: "10.1007/BF01908075",
  }),
} as const satisfies Readonly<Record<string, Entry>>;
