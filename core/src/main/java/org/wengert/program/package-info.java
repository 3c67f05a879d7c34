/**
 * Plain Java, differentiated: {@code access} finds the code of a function object, {@code lift} reads it into {@code ir},
 * {@code analyse} finds what is active, {@code differentiate} makes derivatives, {@code emit} turns them into classes, which call {@code runtime}.
 * Here the steps are put together. Knows nothing of tensors.
 */
@NullMarked
package org.wengert.program;

import org.jspecify.annotations.NullMarked;
