package org.wengert.bench;

import static org.wengert.Wengert.by;
import static org.wengert.Wengert.jacobian;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.wengert.MatrixField;
import org.wengert.Mode;
import org.wengert.VectorField;
import org.wengert.bench.byhand.HandJacobian;
import org.wengert.bench.data.HandFile;
import org.wengert.bench.data.Reference;
import org.wengert.bench.objective.ComplicatedHand;
import org.wengert.bench.objective.HandModel;
import org.wengert.bench.objective.SimpleHand;

/** The residuals of a hand and their Jacobian by forward mode, column by column as ADBench stores it. */
final class HandWorkload implements Workload {
    private final VectorField f;
    private final MatrixField jacobian;
    private final Supplier<double[]> written;
    private final double[] x;
    private final double[] columns;
    private final double[] values;
    private final double[] references;

    private HandWorkload(VectorField f, Supplier<double[]> written, double[] x, Reference reference) {
        this.f = f;
        this.jacobian = jacobian(f, by(Mode.FORWARD));
        this.written = written;
        this.x = x;
        this.values = reference.get("objective");
        this.references = reference.get("jacobian");
        this.columns = new double[values.length * x.length];
    }

    static HandWorkload simple(HandFile file, Reference reference) {
        SimpleHand hand = file.simple();
        double[] theta = file.theta();
        return new HandWorkload(hand::objective, () -> HandJacobian.of(hand, theta), theta, reference);
    }

    /**
     * A point's u₀ and u₁ act on its own residuals only, so the Jacobian by all of them is compressed into two columns: by one
     * number that is added to every u₀ and one that is added to every u₁.
     */
    static HandWorkload complicated(HandFile file, Reference reference) {
        ComplicatedHand hand = file.complicated();
        double[] coordinates = file.coordinates();
        double[] theta = file.theta();
        double[] x = new double[2 + HandModel.POSE];
        System.arraycopy(theta, 0, x, 2, HandModel.POSE);
        VectorField f = z -> {
            double[] shifted = coordinates.clone();
            for (int i = 0; i < shifted.length; i++) {
                shifted[i] += z[i % 2];
            }
            return hand.objective(shifted, Arrays.copyOfRange(z, 2, z.length));
        };
        return new HandWorkload(f, () -> HandJacobian.of(hand, coordinates, theta), x, reference);
    }

    @Override
    public double primal() {
        return f.apply(x)[0];
    }

    @Override
    public double gradient() {
        double[][] rows = jacobian.apply(x);
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            for (int j = 0; j < row.length; j++) {
                columns[j * rows.length + i] = row[j];
            }
        }
        return columns[0];
    }

    @Override
    public double error() {
        double error = Accuracy.relativeError(f.apply(x), values);
        gradient();
        return Math.max(error, Accuracy.relativeError(columns, references));
    }

    @Override
    public DoubleSupplier byHand() {
        return () -> written.get()[0];
    }

    @Override
    public double errorByHand() {
        double error = Accuracy.relativeError(f.apply(x), values);
        return Math.max(error, Accuracy.relativeError(written.get(), references));
    }
}
