package org.wengert.program.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShadowsTest {
    static class Body {
        static double shared = 1;
        double mass;
        int id;
        double[] position = {1, 2};
        float charge;
    }

    static class Planet extends Body {
        double radius;
        Body sun;
    }

    enum Colour {
        RED
    }

    @Test
    void aShadowHasTheShapeOfItsPrimal() {
        assertThat(Shadows.like(new double[] {1, 2, 3})).containsExactly(0, 0, 0);
        assertThat(Shadows.like(new float[] {1, 2})).containsExactly(0, 0);
        assertThat((double[]) Shadows.like((Object) new double[] {4})).containsExactly(0);
        assertThat((double[][]) Shadows.like((Object) new double[][] {{1}, null, {2, 3}}))
                .isDeepEqualTo(new double[][] {{0}, null, {0, 0}});
        assertThat((float[][][]) Shadows.like((Object) new float[2][1][3])).isDeepEqualTo(new float[2][1][3]);
    }

    @Test
    void whatCarriesNoDerivativeHasNone() {
        Object[] without = {
            null,
            new int[2],
            new long[1][2],
            new boolean[1],
            "text",
            new String[] {"a"},
            1.5,
            3,
            'c',
            true,
            Colour.RED,
            String.class
        };
        for (Object o : without) {
            assertThat(Shadows.like(o)).isNull();
        }
        assertThat(Shadows.like((double[]) null)).isNull();
        assertThat(Shadows.like((float[]) null)).isNull();
    }

    @Test
    void whatAliasesAmongPrimalsAliasesAmongShadows() {
        double[] row = {1, 2};
        double[][] primal = {row, {3}, row};
        double[][] shadow = (double[][]) Shadows.like((Object) primal);
        assertThat(shadow[0]).isSameAs(shadow[2]).isNotSameAs(shadow[1]);
        Shadows s = new Shadows();
        assertThat(s.of(primal)).isSameAs(s.of(primal));
        assertThat(s.of(row)).isSameAs(((double[][]) s.of(primal))[0]);
    }

    @Test
    void theShadowOfAnArrayOfObjectsHoldsTheirShadows() {
        Body b = new Body();
        Object[] shadow = (Object[]) Shadows.like((Object) new Body[] {b, null, b});
        assertThat(shadow[0]).isInstanceOf(Shadow.class).isSameAs(shadow[2]);
        assertThat(shadow[1]).isNull();
        Object[] mixed = (Object[]) Shadows.like((Object) new Object[] {new double[] {1}, "text", b});
        assertThat((double[]) mixed[0]).containsExactly(0);
        assertThat(mixed[1]).isNull();
    }

    @Test
    void anArrayMayHoldItself() {
        Object[] loop = new Object[1];
        loop[0] = loop;
        Object[] shadow = (Object[]) Shadows.like((Object) loop);
        assertThat(shadow[0]).isSameAs(shadow);
        Object[] copy = (Object[]) Shadows.copyOf(loop);
        assertThat(copy[0]).isSameAs(copy);
    }

    @Test
    void anObjectHasASlotForEachRealAndEachReferenceField() {
        Shadow body = Shadows.shadowOf(Body.class);
        assertThat(body.d).hasSize(2);
        assertThat(body.a).hasSize(1);
        Shadow planet = Shadows.shadowOf(Planet.class);
        assertThat(planet.d).hasSize(3);
        assertThat(planet.a).hasSize(2);
        // Inherited fields keep their places.
        List<Integer> reals = List.of(
                Shadows.slot(Body.class, "mass"),
                Shadows.slot(Body.class, "charge"),
                Shadows.slot(Planet.class, "radius"));
        assertThat(reals).containsExactlyInAnyOrder(0, 1, 2).last().isEqualTo(2);
        assertThat(Shadows.slot(Body.class, "position")).isZero();
        assertThat(Shadows.slot(Planet.class, "sun")).isEqualTo(1);
        assertThat(Shadows.slot(Body.class, "id")).isEqualTo(-1);
        assertThat(Shadows.slot(Body.class, "shared")).isEqualTo(-1);
    }

    @Test
    void shadowsOfFieldsAreMadeOnRequest() {
        Body b = new Body();
        Shadows s = new Shadows();
        Shadow shadow = (Shadow) s.of(b);
        int slot = Shadows.slot(Body.class, "position");
        assertThat(shadow.a[slot]).isNull();
        Object position = s.field(shadow, slot, b.position);
        assertThat((double[]) position).containsExactly(0, 0);
        assertThat(s.field(shadow, slot, b.position)).isSameAs(position).isSameAs(s.of(b.position));
        assertThat(s.field(Shadows.shadowOf(Body.class), slot, null)).isNull();
    }

    @Test
    void aGivenShadowIsTheOneReturned() {
        Shadows s = new Shadows();
        double[] x = {1};
        double[] xBar = {0};
        s.put(x, xBar);
        assertThat(s.of(x)).isSameAs(xBar);
        assertThat(((double[][]) s.of(new double[][] {x}))[0]).isSameAs(xBar);
    }

    @Test
    void copiesAreDeepAndKeepAliases() {
        double[] row = {1, 2};
        Body b = new Body();
        Object[] primal = {new double[][] {row, row}, row, b, new int[] {3}, null, new boolean[][] {{true}}};
        Object[] copy = (Object[]) Shadows.copyOf(primal);
        double[][] rows = (double[][]) copy[0];
        assertThat(rows[0]).isSameAs(rows[1]).isSameAs(copy[1]).isNotSameAs(row).containsExactly(1, 2);
        assertThat(copy[2]).isSameAs(b);
        assertThat((int[]) copy[3]).containsExactly(3).isNotSameAs(primal[3]);
        assertThat((boolean[][]) copy[5]).isDeepEqualTo(new boolean[][] {{true}});
        for (Object array : new Object[] {
            new float[] {1}, new long[] {1}, new byte[] {1}, new short[] {1}, new char[] {'x'}, new double[] {1}
        }) {
            assertThat(Shadows.copyOf(array)).isEqualTo(array).isNotSameAs(array);
        }
        assertThat(Shadows.copyOf("text")).isEqualTo("text");
        assertThat(Shadows.copyOf(null)).isNull();
    }
}
