/**
 * n-dimensional arrays as nodes of an immutable, lazily evaluated graph.
 *
 * <pre>
 *   Tensor      a node: op, inputs, shape, dtype; its elements once they have been computed
 *   Shape       the extents along the axes          DType   the type of the elements
 *   Op          what a node does: a closed set of primitives
 *   Primitives  makes nodes; states each one's shape
 *   Graph       nodes in order of computation: what back ends run and transformations rewrite
 *   Index       what Tensor.get chooses             Sliding  how a window moves over images
 *   Key         a source of random numbers          Border   what stands beyond the ends of an axis
 *   Storage     elements that have been computed, in a heap array
 *   Rule        a derivative given by hand
 * </pre>
 *
 * <p>The package knows the calculus table and nothing else of the project: what evaluates tensors and what differentiates them is found by
 * {@link java.util.ServiceLoader}.
 */
@NullMarked
package org.wengert.tensor;

import org.jspecify.annotations.NullMarked;
