package org.wengert.learn;

import java.util.List;
import org.wengert.learn.example.Descent;
import org.wengert.learn.example.LogProductSine;
import org.wengert.learn.example.Logistic;
import org.wengert.learn.example.MaxRatio;
import org.wengert.learn.example.ProductAndSine;
import org.wengert.learn.example.Shapes;

/** The worked examples, in the order of the course. */
public final class Examples {
    private Examples() {}

    /**
     * Returns all examples.
     *
     * @return the examples, the one to begin with first
     */
    public static List<Example> all() {
        return List.of(
                new LogProductSine(),
                new ProductAndSine(),
                new Logistic(),
                new Descent(),
                new MaxRatio(),
                new Shapes());
    }
}
