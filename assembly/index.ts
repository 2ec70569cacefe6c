// The exported surface of the kernels and nothing else.
//
// Conventions, said once. Matrices are row-major. Addresses (usize) are in BYTES,
// strides (`lda`, …: from one row to the next) and sizes are in ELEMENTS. Names are
// BLAS and LAPACK's: `d` for f64, `s` for f32, then the operation. Arguments are the
// sizes, then each operand followed by its stride, then `work`: scratch of as many
// bytes as the twin `…Work` says, 16-byte aligned. Kernels never allocate and trust
// their arguments; `src/wasm/kernels.ts` checks them.
