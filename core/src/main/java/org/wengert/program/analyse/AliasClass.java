package org.wengert.program.analyse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Value;

/**
 * Arrays and objects that may be one and the same: one set of a union–find forest, with the sets of what they hold. Mutable; whoever keeps one asks it
 * for {@link #find} before looking at it.
 */
final class AliasClass {
    static final String ELEMENTS = "[]";
    static final String KEYS = "{keys}";
    static final String KEY_SET = "{key set}";
    static final String VALUES = "{values}";
    static final String ENTRIES = "{entries}";

    private @Nullable AliasClass parent;
    /** By the name of the field, or one of the names above. */
    final Map<String, AliasClass> held = new HashMap<>(2);

    boolean active;
    boolean written;
    boolean existedBefore;
    /** Existed before and holds active values now: its shadow is found by the identity of the primal. */
    boolean found;
    /** A container of the JDK that is no list or map, with all that it holds: its elements have their shadows by identity. */
    boolean container;
    /** Active values are stored in it while it may have existed before. */
    boolean overwritten;
    /** An allocation or load that says what kind of object is meant: one that has no shadow collection. */
    @Nullable
    Value ordinary;
    /** Where something that existed before comes from. */
    @Nullable
    Value source;

    /** Returns what stands for the whole class now. */
    AliasClass find() {
        AliasClass n = this;
        while (n.parent != null) {
            n = n.parent;
        }
        AliasClass at = this;
        while (at.parent != null) {
            AliasClass next = at.parent;
            if (next != n) {
                at.parent = n;
            }
            at = next;
        }
        return n;
    }

    /** Returns what is held under a name. */
    AliasClass held(String key) {
        AliasClass h = held.get(key);
        if (h == null) {
            h = new AliasClass();
            held.put(key, h);
        }
        return h.find();
    }

    /** Makes two classes one, and what they hold; returns whether they were two. */
    static boolean unify(AliasClass a, AliasClass b) {
        boolean changed = false;
        List<AliasClass> work = new ArrayList<>();
        work.add(a);
        work.add(b);
        while (!work.isEmpty()) {
            AliasClass x = work.remove(work.size() - 1).find();
            AliasClass y = work.remove(work.size() - 1).find();
            if (x == y) {
                continue;
            }
            changed = true;
            y.parent = x;
            x.active |= y.active;
            x.written |= y.written;
            x.existedBefore |= y.existedBefore;
            x.found |= y.found;
            x.container |= y.container;
            x.overwritten |= y.overwritten;
            x.ordinary = x.ordinary == null ? y.ordinary : x.ordinary;
            x.source = x.source == null ? y.source : x.source;
            for (Map.Entry<String, AliasClass> e : y.held.entrySet()) {
                AliasClass mine = x.held.get(e.getKey());
                if (mine == null) {
                    x.held.put(e.getKey(), e.getValue());
                } else {
                    work.add(mine);
                    work.add(e.getValue());
                }
            }
        }
        return changed;
    }
}
