/**
 * Fused execution on the processor, by pooled arrays, blocks that stay in the first cache, and vectors where there are any.
 *
 * <pre>
 *   CpuBackend   plans programs               Planner      which steps run together; what is stored
 *   Group        elementwise steps and reductions over one order of elements, block by block
 *   Kernel       a step of its own: products of matrices, convolutions, gathers, …
 *   FloatLoops, DoubleLoops, WholeLoops       plain loops over stretches of arrays
 *   FloatVectors, DoubleVectors               the same with vectors, to the same bits
 *   Warmth       which vector kernels are compiled by now
 *   Workers      the threads that share large work
 * </pre>
 *
 * <p>A result has the same bits whatever the number of threads, whether vectors are used or not, and in every run: work is cut where the
 * shapes say, sums are trees that depend on shapes only, and vector kernels and plain loops do the same operations in the same order. Only
 * {@code FloatLanes}, {@code DoubleLanes} and the classes whose names end in {@code Vectors} mention {@code jdk.incubator.vector}; no other
 * code loads them where that module is absent.
 */
@NullMarked
package org.wengert.backend.cpu;

import org.jspecify.annotations.NullMarked;
