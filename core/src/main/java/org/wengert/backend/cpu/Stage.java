package org.wengert.backend.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * What is computed together while a plan is made: values over one order of n elements, which become a {@link Group}, or one value of its own.
 * Mutable until the plan is finished.
 */
final class Stage {
    /** More would want more registers than the first cache holds. */
    private static final int MOST = 96;

    final int time;
    /** How many elements there are; −1 if this is one value of its own. */
    final int size;

    final List<Value> values = new ArrayList<>();
    /** The length of the rows that are reduced within a block; 0 if there are none. */
    int row;
    /** A block holds a whole number of these. */
    int unit = 1;
    /** The length of the stretches that are reduced to one element, each over many blocks. */
    int segment;

    Stage(int time, int size) {
        this.time = time;
        this.size = size;
        this.segment = size;
    }

    boolean isGroup() {
        return size >= 0;
    }

    boolean isFull() {
        return values.size() >= MOST;
    }

    /** How a view can be read while this stage runs; null if only afterwards. */
    Value.@org.jspecify.annotations.Nullable Level levelOf(View view) {
        if (!isGroup() || !(view.source() instanceof Value v) || v.stage != this || view.after() >= time) {
            return null;
        }
        if (v.level == Value.Level.ROW && view.size() == size && view.walk().isRepeated(v.shape.size(), row)) {
            return Value.Level.ELEMENT;
        }
        return v.level != Value.Level.AFTERWARDS && view.isWhole() ? v.level : null;
    }

    /** Takes rows that are reduced one by one, if what is here already allows it. */
    boolean takesRows(int length) {
        return (row == 0 || row == length) && segment == size && takes(length, length, size);
    }

    /** Takes rows whose columns are reduced, if what is here already allows it. */
    boolean takesColumns(int columns) {
        return (row == 0 || row == columns)
                && segment == size
                && takes(row, columns, size)
                && keepsColumns(cut(), columns);
    }

    /** Takes stretches longer than a block that are reduced, if what is here already allows it. */
    boolean takesSegments(int length) {
        return (length == size || row == 0 && unit == 1)
                && (segment == length || segment == size && !hasTotals())
                && takes(row, unit, length)
                && keepsSegments(cut(), length);
    }

    Group.Cut cut() {
        return new Group.Cut(size, row, unit, segment);
    }

    /** Cuts elements otherwise, unless sums that are here already would then be made in another order than alone. */
    private boolean takes(int newRow, int newUnit, int newSegment) {
        if (unit != 1 && unit != newUnit) {
            return false;
        }
        Group.Cut changed = new Group.Cut(size, newRow, newUnit, newSegment);
        for (Value v : values) {
            if (v.level == Value.Level.AFTERWARDS) {
                int columns = v.geometry.get(2);
                if (!(columns > 1 ? keepsColumns(changed, columns) : keepsSegments(changed, v.geometry.get(1)))) {
                    return false;
                }
            }
        }
        row = newRow;
        unit = newUnit;
        segment = newSegment;
        return true;
    }

    private boolean keepsColumns(Group.Cut cut, int columns) {
        return cut.chunk() == new Group.Cut(size, 0, columns, size).chunk();
    }

    private boolean keepsSegments(Group.Cut cut, int length) {
        Group.Cut alone = new Group.Cut(size, 0, 1, length);
        return cut.chunk() == alone.chunk() && cut.block() == alone.block();
    }

    private boolean hasTotals() {
        return values.stream().anyMatch(v -> v.level == Value.Level.AFTERWARDS);
    }
}
