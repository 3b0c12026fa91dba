// The transform of a tile applies the same one-dimensional transform to its columns and then to its rows. This file
// contains the one-dimensional transforms: the matrices A, B and G of the Toom–Cook algorithm with the points 0, ±NEAR,
// ±FAR and ∞. `step` and `to_step` are the distances between the vectors of the argument and of the result.
//
// With the points ±1 and ±2 of the literature, the largest error in single precision is four times as large. The points
// ±3/4 and ±3/2 are near the best symmetric points, and their powers are exact (B. Barabasz, A. Anderson, K. Soodhalter
// and D. Gregg, Error analysis and improving the accuracy of Winograd convolution for deep neural networks, 2020).

#undef NEAR
#undef FAR
#undef NEAR_2
#undef FAR_2
#define NEAR ((REAL)0.75)
#define FAR ((REAL)1.5)
#define NEAR_2 (NEAR * NEAR)
#define FAR_2 (FAR * FAR)

// Multiplies 6 pixels by the matrix Bᵀ of winograd.h, which gives 6 transformed pixels.
INLINE void NAME(pixel_line)(const vreal *x, const long step, vreal *to, const long to_step) {
#pragma clang fp contract(fast)
    vreal x0 = x[0], x1 = x[step], x2 = x[2 * step], x3 = x[3 * step], x4 = x[4 * step], x5 = x[5 * step];
    vreal even_near = x4 - FAR_2 * x2, odd_near = x3 - FAR_2 * x1;
    vreal even_far = x4 - NEAR_2 * x2, odd_far = x3 - NEAR_2 * x1;
    to[0] = (x4 - (NEAR_2 + FAR_2) * x2) + NEAR_2 * FAR_2 * x0;
    to[to_step] = even_near + NEAR * odd_near;
    to[2 * to_step] = even_near - NEAR * odd_near;
    to[3 * to_step] = even_far + FAR * odd_far;
    to[4 * to_step] = even_far - FAR * odd_far;
    to[5 * to_step] = (x5 - (NEAR_2 + FAR_2) * x3) + NEAR_2 * FAR_2 * x1;
}

// Multiplies 6 gradients of transformed pixels by the matrix B of winograd.h, which gives 6 gradients of pixels.
INLINE void NAME(pixel_line_gradient)(const vreal *v, const long step, vreal *to, const long to_step) {
#pragma clang fp contract(fast)
    vreal v0 = v[0], v5 = v[5 * step];
    vreal even_near = v[step] + v[2 * step], odd_near = NEAR * (v[step] - v[2 * step]);
    vreal even_far = v[3 * step] + v[4 * step], odd_far = FAR * (v[3 * step] - v[4 * step]);
    to[0] = NEAR_2 * FAR_2 * v0;
    to[to_step] = (NEAR_2 * FAR_2 * v5 - FAR_2 * odd_near) - NEAR_2 * odd_far;
    to[2 * to_step] = (-(NEAR_2 + FAR_2) * v0 - FAR_2 * even_near) - NEAR_2 * even_far;
    to[3 * to_step] = (odd_near + odd_far) - (NEAR_2 + FAR_2) * v5;
    to[4 * to_step] = v0 + (even_near + even_far);
    to[5 * to_step] = v5;
}

// Multiplies 6 sums of products by the matrix Aᵀ of winograd.h, which gives `results` results, 4 or 2.
INLINE void NAME(result_line)(const long results, const vreal *m, const long step, vreal *to, const long to_step) {
#pragma clang fp contract(fast)
    vreal even_near = m[step] + m[2 * step], odd_near = m[step] - m[2 * step];
    vreal even_far = m[3 * step] + m[4 * step], odd_far = m[3 * step] - m[4 * step];
    to[0] = m[0] + (even_near + even_far);
    if (results == 2) {
        to[to_step] = (m[5 * step] + NEAR * odd_near) + FAR * odd_far;
    } else {
        to[to_step] = NEAR * odd_near + FAR * odd_far;
        to[2 * to_step] = NEAR_2 * even_near + FAR_2 * even_far;
        to[3 * to_step] = (m[5 * step] + NEAR_2 * NEAR * odd_near) + FAR_2 * FAR * odd_far;
    }
}

// Multiplies `results` gradients of results, 4 or 2, by the matrix A of winograd.h, which gives 6 gradients of sums of
// products.
INLINE void NAME(result_line_gradient)(const long results, const vreal *y, const long step, vreal *to,
                                       const long to_step) {
#pragma clang fp contract(fast)
    vreal even_near = y[0], odd_near = NEAR * y[step], even_far = y[0], odd_far = FAR * y[step];
    if (results == 4) {
        even_near += NEAR_2 * y[2 * step], odd_near += NEAR_2 * NEAR * y[3 * step];
        even_far += FAR_2 * y[2 * step], odd_far += FAR_2 * FAR * y[3 * step];
    }
    to[0] = y[0];
    to[to_step] = even_near + odd_near;
    to[2 * to_step] = even_near - odd_near;
    to[3 * to_step] = even_far + odd_far;
    to[4 * to_step] = even_far - odd_far;
    to[5 * to_step] = y[(results - 1) * step];
}

// The factors of the rows of the matrix G of winograd.h. Each row belongs to a point of the Toom–Cook algorithm. The
// factor of a point is the reciprocal of the product of its differences from the other finite points.
#undef ZERO_SCALE
#undef NEAR_SCALE
#undef FAR_SCALE
#define ZERO_SCALE (1 / (NEAR_2 * FAR_2))
#define NEAR_SCALE (1 / (2 * NEAR_2 * (NEAR_2 - FAR_2)))
#define FAR_SCALE (1 / (2 * FAR_2 * (FAR_2 - NEAR_2)))

// Multiplies `weights` weights, 3 or 5, by the matrix G of winograd.h, which gives 6 transformed weights.
INLINE void NAME(window_line)(const long weights, const vreal *w, const long step, vreal *to, const long to_step) {
#pragma clang fp contract(fast)
    vreal even_near, odd_near, even_far, odd_far;
    if (weights == 5) {
        vreal w2 = w[2 * step], w3 = w[3 * step], w4 = w[4 * step];
        even_near = NEAR_SCALE * (w[0] + NEAR_2 * (w2 + NEAR_2 * w4));
        odd_near = NEAR_SCALE * NEAR * (w[step] + NEAR_2 * w3);
        even_far = FAR_SCALE * (w[0] + FAR_2 * (w2 + FAR_2 * w4));
        odd_far = FAR_SCALE * FAR * (w[step] + FAR_2 * w3);
    } else {
        even_near = NEAR_SCALE * (w[0] + NEAR_2 * w[2 * step]), odd_near = NEAR_SCALE * NEAR * w[step];
        even_far = FAR_SCALE * (w[0] + FAR_2 * w[2 * step]), odd_far = FAR_SCALE * FAR * w[step];
    }
    to[0] = ZERO_SCALE * w[0];
    to[to_step] = even_near + odd_near;
    to[2 * to_step] = even_near - odd_near;
    to[3 * to_step] = even_far + odd_far;
    to[4 * to_step] = even_far - odd_far;
    to[5 * to_step] = w[(weights - 1) * step];
}

// Multiplies 6 gradients of transformed weights by the matrix Gᵀ of winograd.h, which gives `weights` gradients of
// weights, 3 or 5.
INLINE void NAME(window_line_gradient)(const long weights, const vreal *u, const long step, vreal *to,
                                       const long to_step) {
#pragma clang fp contract(fast)
    vreal even_near = NEAR_SCALE * (u[step] + u[2 * step]), odd_near = NEAR_SCALE * (u[step] - u[2 * step]);
    vreal even_far = FAR_SCALE * (u[3 * step] + u[4 * step]), odd_far = FAR_SCALE * (u[3 * step] - u[4 * step]);
    to[0] = (ZERO_SCALE * u[0] + even_near) + even_far;
    to[to_step] = NEAR * odd_near + FAR * odd_far;
    if (weights == 5) {
        to[2 * to_step] = NEAR_2 * even_near + FAR_2 * even_far;
        to[3 * to_step] = NEAR_2 * NEAR * odd_near + FAR_2 * FAR * odd_far;
        to[4 * to_step] = (u[5 * step] + NEAR_2 * NEAR_2 * even_near) + FAR_2 * FAR_2 * even_far;
    } else {
        to[2 * to_step] = (u[5 * step] + NEAR_2 * even_near) + FAR_2 * even_far;
    }
}
