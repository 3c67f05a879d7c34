package org.wengert.transform;

import java.util.List;
import org.wengert.tensor.Program;
import org.wengert.tensor.Program.Step;

/**
 * Passes that make programs shorter, in the order in which they run.
 *
 * <p>No pass changes a bit of any value that is a number, ±0 and ±∞ included; a NaN stays a NaN, of whatever sign and payload. So x + (−0),
 * x − 0, x·1 and x/1 become x, while x + 0 does not, which is 0 at −0, nor x·0, which is NaN at ∞. Sums of real numbers are never put in another order.
 * What is not needed is not computed: an exception that only it would have thrown is not thrown.
 */
public enum Simplify {
    /** Steps that no result needs. */
    DEAD_CODE("Steps that no result needs are left out."),
    /** Equal steps. */
    COMMON("Of steps that compute the same one is kept, summands and factors in any order."),
    /** Functions of known numbers. */
    CONSTANTS("A function of known numbers is a number."),
    /** Identities. */
    IDENTITIES(
            "Identities that hold to the bit: x·1 = x, x + (−0) = x, −(−x) = x, x + (−y) = x − y, where(c, x, x) = x."),
    /** Views of views. */
    VIEWS(
            "A view of a view is one view; first axes of extent 1 come and go, then axes change places, then they are repeated."),
    /** Slices, paddings and concatenations of one another. */
    PIECES(
            "Slices that lie side by side are one slice, a slice of a part is a slice of that part, a padding of a padding is one."),
    /** Functions of repeated values. */
    REPEATED("What is the same all along an axis is computed once, then repeated."),
    /** Reductions of views and of reductions. */
    REDUCTIONS(
            "A reduction of a view or of a reduction is one reduction of the original, where no sum of real numbers changes its order."),
    /** Transposed matrix products. */
    PRODUCTS(
            "The transpose of a matrix product is the product of the transposed operands, which back ends read in place.");

    private static final List<Simplify> PASSES = List.of(values());

    /** Enough for every program seen; each round but the last makes the program better, so stopping early is right too. */
    private static final int ROUNDS = 8;

    private final String doc;

    Simplify(String doc) {
        this.doc = doc;
    }

    /**
     * Returns what the pass does.
     *
     * @return one sentence
     */
    public String doc() {
        return doc;
    }

    /**
     * Returns a program after this pass.
     *
     * @param program the program
     * @return one that gives the same results, the very same if there is nothing to do
     */
    public Program apply(Program program) {
        return result(program).program();
    }

    private Rewriting.Result result(Program program) {
        return this == DEAD_CODE
                ? new Rewriting.Result(Rewriting.withoutDead(program), List.of())
                : Rewriting.of(program, this::rewrite);
    }

    private int rewrite(Rewriting r, Step step) {
        return switch (this) {
            case DEAD_CODE -> Rewriting.SAME;
            case COMMON -> r.common(step);
            case CONSTANTS -> Constants.rewrite(r, step);
            case IDENTITIES -> Identities.rewrite(r, step);
            case VIEWS -> Views.rewrite(r, step);
            case PIECES -> Pieces.rewrite(r, step);
            case REPEATED -> Repeated.rewrite(r, step);
            case REDUCTIONS -> Reductions.rewrite(r, step);
            case PRODUCTS -> Products.rewrite(r, step);
        };
    }

    /**
     * Returns a program after all passes, one after the other until none finds anything to do.
     *
     * @param program the program
     * @return one that gives the same results, the very same if there is nothing to do
     */
    public static Program all(Program program) {
        Program now = program;
        int idle = 0;
        for (int i = 0; i < ROUNDS * PASSES.size() && idle < PASSES.size(); i++) {
            Program next = PASSES.get(i % PASSES.size()).apply(now);
            idle = next == now ? idle + 1 : 0;
            now = next;
        }
        return now;
    }

    /**
     * Returns a program, what each pass replaces, and what it makes of the program.
     *
     * @param program the program
     * @return the story of {@link #all}, a paragraph for each pass that finds something to do
     */
    public static String explain(Program program) {
        StringBuilder text = new StringBuilder(program.toString());
        Program now = program;
        int idle = 0;
        for (int i = 0; i < ROUNDS * PASSES.size() && idle < PASSES.size(); i++) {
            Simplify pass = PASSES.get(i % PASSES.size());
            Rewriting.Result result = pass.result(now);
            if (result.program() == now) {
                idle++;
                continue;
            }
            idle = 0;
            text.append('\n').append(pass).append(": ").append(pass.doc).append('\n');
            List<String> lines = now.toString().lines().toList();
            for (int place : result.replaced()) {
                text.append("  replaces ").append(lines.get(place)).append('\n');
            }
            now = result.program();
            text.append(now);
        }
        return text.toString();
    }
}
