// The second file of a bundled program: its threads.
import "repgeom/worker";
