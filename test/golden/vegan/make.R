# Rscript make.R > groups.json: statistics of groups and partial Mantel correlations by vegan.
suppressMessages(library(vegan))
set.seed(16)
num <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")
txt <- function(x) paste0("[", paste0('"', x, '"', collapse = ", "), "]")
all <- how(complete = TRUE, maxperm = 10000, minperm = 10000)
groups <- function(id, d, g, control) {
  a <- anosim(d, factor(g), permutations = control)
  p <- adonis2(d ~ g, data = data.frame(g = factor(g)), permutations = control)
  exact <- if (inherits(control, "how")) sprintf(', "anosimP": %.17g, "permanovaP": %.17g', a$signif, p$`Pr(>F)`[1]) else ""
  sprintf('{"id": "%s", "distances": %s, "groups": %s, "r": %.17g, "f": %.17g, "r2": %.17g%s}',
    id, num(as.vector(d)), txt(g), a$statistic, p$F[1], p$R2[1], exact)
}
partial <- function(id, x, y, z, control) {
  m <- mantel.partial(x, y, z, permutations = control)
  exact <- if (inherits(control, "how")) sprintf(', "p": %.17g', m$signif) else ""
  sprintf('{"id": "%s", "x": %s, "y": %s, "z": %s, "correlation": %.17g%s}',
    id, num(as.vector(x)), num(as.vector(y)), num(as.vector(z)), m$statistic, exact)
}
points <- matrix(rnorm(14 * 3), 14)
three <- c("a", "a", "b", "c", "b", "a", "c", "c", "b", "a", "b", "c", "a", "a")
whole <- matrix(sample(0:3, 12 * 2, TRUE), 12)
bray <- vegdist(matrix(rpois(10 * 6, 3), 10), "bray")
few <- dist(matrix(rnorm(7 * 2), 7) + rep(c(0, 1.5), c(3, 4)))
cases <- c(
  groups("euclidean, three groups", dist(points), three, 99),
  groups("ties, manhattan of whole numbers", dist(whole, "manhattan"), rep(c("x", "y"), c(5, 7)), 99),
  groups("bray-curtis, not euclidean", bray, rep(c("u", "v"), 5), 99),
  groups("seven items, all orders", few, rep(c("u", "v"), c(3, 4)), all))
six <- lapply(1:3, function(k) dist(matrix(rnorm(6 * 3), 6)))
ten <- lapply(1:3, function(k) dist(matrix(rnorm(10 * 3), 10)))
related <- dist(as.matrix(ten[[1]]) + 0.5 * as.matrix(ten[[3]]))
mantels <- c(
  partial("ten items", ten[[1]], related, ten[[3]], 99),
  partial("six items, all orders", six[[1]], six[[2]], six[[3]], all))
cat(sprintf('{\n "peer": "vegan %s, %s; make.R beside this file, seed 16",\n "conventions": "distances condensed in the order of pdist; p over all orders of the items",\n "groups": [\n%s\n ],\n "partial": [\n%s\n ]\n}\n',
  packageVersion("vegan"), R.version.string, paste0("  ", cases, collapse = ",\n"), paste0("  ", mantels, collapse = ",\n")))
