package org.wengert.bench;

import static org.wengert.Wengert.grad;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.wengert.Gradient;
import org.wengert.bench.byhand.BundleAdjustmentBlock;
import org.wengert.bench.data.Reference;
import org.wengert.bench.objective.BundleAdjustment;

/**
 * All residuals of {@link BundleAdjustment} and their sparse Jacobian in compressed rows, as ADBench stores it: two rows of 15
 * entries for each observation, by its camera, its point and its weight; then a row of one entry for each weight.
 */
final class BundleAdjustmentWorkload implements Workload {
    private static final int BLOCK = BundleAdjustment.BLOCK;

    private final BundleAdjustment problem;
    private final Reference reference;
    private final double[] reprojection;
    private final double[] weights;
    private final int[] rows;
    private final int[] columns;
    private final double[] values;

    private final double[] block = new double[BLOCK];
    private final double[] row = new double[BLOCK];

    // The gradients' functions see this array; each observation's feature is put into it before they are called.
    private final double[] feature = new double[2];
    private final Gradient horizontal;
    private final Gradient vertical;

    BundleAdjustmentWorkload(BundleAdjustment problem, Reference reference) {
        this.problem = problem;
        this.reference = reference;
        int p = problem.observationCount();
        this.reprojection = new double[2 * p];
        this.weights = new double[p];
        this.rows = new int[3 * p + 1];
        this.columns = new int[31 * p];
        this.values = new double[31 * p];
        layOut();
        double[] seen = feature;
        this.horizontal = grad((double[] b) -> BundleAdjustment.reprojectionError(b, seen)[0]);
        this.vertical = grad((double[] b) -> BundleAdjustment.reprojectionError(b, seen)[1]);
    }

    private void layOut() {
        int n = problem.cameraCount();
        int m = problem.pointCount();
        int p = problem.observationCount();
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < 2; j++) {
                int at = BLOCK * (2 * i + j);
                rows[2 * i + j + 1] = at + BLOCK;
                for (int k = 0; k < BundleAdjustment.CAMERA; k++) {
                    columns[at + k] = BundleAdjustment.CAMERA * problem.cameraOf(i) + k;
                }
                for (int k = 0; k < 3; k++) {
                    columns[at + BundleAdjustment.CAMERA + k] =
                            BundleAdjustment.CAMERA * n + 3 * problem.pointOf(i) + k;
                }
                columns[at + BLOCK - 1] = BundleAdjustment.CAMERA * n + 3 * m + i;
            }
            columns[2 * BLOCK * p + i] = BundleAdjustment.CAMERA * n + 3 * m + i;
            rows[2 * p + i + 1] = 2 * BLOCK * p + i + 1;
        }
    }

    @Override
    public double primal() {
        problem.residuals(reprojection, weights);
        return reprojection[0];
    }

    @Override
    public double gradient() {
        int p = problem.observationCount();
        for (int i = 0; i < p; i++) {
            problem.gather(i, block);
            System.arraycopy(problem.feature(i), 0, feature, 0, 2);
            horizontal.into(block, row);
            System.arraycopy(row, 0, values, 2 * BLOCK * i, BLOCK);
            vertical.into(block, row);
            System.arraycopy(row, 0, values, 2 * BLOCK * i + BLOCK, BLOCK);
            values[2 * BLOCK * p + i] = -2 * problem.weight(i);
        }
        return values[0];
    }

    @Override
    public DoubleSupplier byHand() {
        BundleAdjustmentBlock jacobian = new BundleAdjustmentBlock();
        return () -> writeByHand(jacobian);
    }

    private double writeByHand(BundleAdjustmentBlock jacobian) {
        int p = problem.observationCount();
        for (int i = 0; i < p; i++) {
            problem.gather(i, block);
            jacobian.into(block, problem.feature(i), values, 2 * BLOCK * i);
            values[2 * BLOCK * p + i] = -2 * problem.weight(i);
        }
        return values[0];
    }

    @Override
    public double error() {
        Arrays.fill(values, Double.NaN);
        gradient();
        return compare();
    }

    @Override
    public double errorByHand() {
        Arrays.fill(values, Double.NaN);
        writeByHand(new BundleAdjustmentBlock());
        return compare();
    }

    private double compare() {
        primal();
        return reference.has("J_vals") ? compareWithAll() : compareWithFirst();
    }

    private double compareWithAll() {
        double error = residualError(reprojection, weights, reference.get("reproj_err"), reference.get("w_err"));
        error = Math.max(error, Accuracy.structuralError(rows, reference.get("J_rows")));
        error = Math.max(error, Accuracy.structuralError(columns, reference.get("J_cols")));
        return Math.max(error, Accuracy.relativeError(values, reference.get("J_vals")));
    }

    /** The observations of the larger files are copies of one, so the references keep the first, and all must be like it. */
    private double compareWithFirst() {
        int p = problem.observationCount();
        double error = Accuracy.structuralError(Arrays.copyOf(rows, 5), reference.get("J_rows_first5"));
        error = Math.max(error, Accuracy.structuralError(Arrays.copyOf(columns, 60), reference.get("J_cols_first60")));
        int[] lastRow = {rows[3 * p]};
        int[] lastColumn = {columns[31 * p - 1]};
        error = Math.max(error, Accuracy.structuralError(lastRow, reference.get("J_rows_last")));
        error = Math.max(error, Accuracy.structuralError(lastColumn, reference.get("J_cols_last")));
        double[] firstReprojection = reference.get("reproj_err_first2");
        double[] firstWeight = reference.get("w_err_first1");
        double[] firstRows = reference.get("J_vals_first30");
        double[] last = reference.get("J_vals_last");
        double[] ofReprojection = new double[2];
        double[] ofRows = new double[2 * BLOCK];
        for (int i = 0; i < p; i++) {
            System.arraycopy(reprojection, 2 * i, ofReprojection, 0, 2);
            System.arraycopy(values, 2 * BLOCK * i, ofRows, 0, 2 * BLOCK);
            double[] ofWeight = {weights[i]};
            error = Math.max(error, residualError(ofReprojection, ofWeight, firstReprojection, firstWeight));
            error = Math.max(error, Accuracy.relativeError(ofRows, firstRows));
            error = Math.max(error, Accuracy.relativeError(new double[] {values[2 * BLOCK * p + i]}, last));
        }
        return error;
    }

    /**
     * The error of reprojection errors and weight errors as one vector, which is what they are: a reprojection error alone is a
     * small difference of numbers of the size of an image and keeps three digits less than they.
     */
    private static double residualError(
            double[] reprojection, double[] weights, double[] reprojections, double[] weightReferences) {
        return Accuracy.relativeError(joined(reprojection, weights), joined(reprojections, weightReferences));
    }

    private static double[] joined(double[] a, double[] b) {
        double[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }
}
