package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.Values.assertElements;
import static org.wengert.tensor.Values.counting;
import static org.wengert.tensor.Values.ints;
import static org.wengert.tensor.Values.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EinsumTest {
    /** The extent of each letter. */
    private static final TreeMap<Character, Integer> EXTENTS = new TreeMap<>();

    static {
        for (char c = 'a'; c <= 'z'; c++) {
            EXTENTS.put(c, 2 + (c - 'a') % 3);
        }
        EXTENTS.put('o', 1);
        EXTENTS.put('z', 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i->i",
                "i->",
                "ij->ji",
                "ij->i",
                "ij->j",
                "ii->",
                "ii->i",
                "iij->ji",
                "iji->j",
                "iiii->i",
                "ijij->ij",
                "ij,jk->ik",
                "ij,jk->ki",
                "ij,kj->ik",
                "ji,jk->ik",
                "ij,jk->",
                "ij,jk->j",
                "ij,ij->",
                "ij,ij->ij",
                "ij,ij->i",
                "ij,ji->",
                "i,i->",
                "i,j->ij",
                "i,j->ji",
                "i,j->",
                "i,->i",
                ",->",
                "ii,i->i",
                "ii,jj->ij",
                "ij,j->i",
                "b,bij->ij",
                "bij,bjk->bik",
                "bij,bkj->bik",
                "bij,jk->bik",
                "bhqd,bhkd->bhqk",
                "bhqk,bhkd->bqhd",
                "ij,jk,kl->il",
                "ij,jk,kl,lm->im",
                "i,ij,j->",
                "i,j,k->kij",
                "abc,cd,bd->a",
                "aij,bjk,cki->abc",
                "ijk,ijl,ijm->klm",
                "iz,zj->ij",
                "io,oj->ij",
                "ijk,jk->i",
                "ijk,ik->kj",
                "abcd,bd->ca"
            })
    void theSumOverTheLettersThatTheResultDoesNotHave(String equation) {
        SplittableRandom random = new SplittableRandom(equation.hashCode());
        int arrow = equation.indexOf("->");
        String[] inputs = equation.substring(0, arrow).split(",", -1);
        List<Tensor> operands = new ArrayList<>();
        for (String letters : inputs) {
            operands.add(Values.random(random, extents(letters)));
        }
        String result = equation.substring(arrow + 2);
        double[] expected = new double[Shape.of(extents(result)).size()];
        List<Character> letters = equation.chars()
                .filter(Character::isLetter)
                .distinct()
                .mapToObj(c -> (char) c)
                .toList();
        add(inputs, operands, result, letters, new TreeMap<>(), expected);
        Tensor actual = Tensor.einsum(equation, operands.toArray(Tensor[]::new));
        assertElements(actual.add(0), Shape.of(extents(result)), expected); // -0 and 0 are the same
    }

    private static int[] extents(String letters) {
        return letters.chars().map(c -> EXTENTS.get((char) c)).toArray();
    }

    private static void add(
            String[] inputs,
            List<Tensor> operands,
            String result,
            List<Character> open,
            TreeMap<Character, Integer> places,
            double[] sums) {
        if (open.isEmpty()) {
            double product = 1;
            for (int i = 0; i < inputs.length; i++) {
                product *= operands.get(i).toDoubleArray()[place(inputs[i], places)];
            }
            sums[place(result, places)] += product;
            return;
        }
        char letter = open.getFirst();
        for (int i = 0; i < EXTENTS.get(letter); i++) {
            places.put(letter, i);
            add(inputs, operands, result, open.subList(1, open.size()), places, sums);
        }
    }

    private static int place(String letters, TreeMap<Character, Integer> places) {
        int place = 0;
        for (char c : letters.toCharArray()) {
            place = place * EXTENTS.get(c) + places.get(c);
        }
        return place;
    }

    @Test
    void withoutAResultTheLettersThatOccurOnceAreTakenInOrder() {
        Tensor x = counting(2, 3);
        assertThat(Tensor.einsum("ba", x).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(Tensor.einsum("ij,jk", x, counting(3, 4)).shape()).isEqualTo(Shape.of(2, 4));
        assertThat(Tensor.einsum("ii", Tensor.eye(3)).item()).isEqualTo(3);
        assertThat(Tensor.einsum("...j", x).shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void axesOfTheEllipsisAreBroadcast() {
        Tensor x = counting(5, 2, 3);
        Tensor y = counting(3, 4);
        assertThat(Tensor.einsum("...ij,jk->...ik", x, y).shape()).isEqualTo(Shape.of(5, 2, 4));
        Values.assertSame(Tensor.einsum("...ij,...jk->...ik", x, y), x.matmul(y));
        Values.assertSame(Tensor.einsum("...i,...i", x, x), x.square().sum(-1));
        Values.assertSame(
                Tensor.einsum("i...,...->i...", vector(1, 2), counting(3)),
                vector(1, 2).outer(counting(3)));
        Tensor a = counting(1, 4, 3);
        Tensor b = counting(5, 1, 3);
        Values.assertSame(Tensor.einsum("...k,...k->...", a, b), a.mul(b).sum(-1));
        Values.assertSame(Tensor.einsum("...->...", a), a);
        Values.assertSame(
                Tensor.einsum("k... -> ...k", counting(2, 1, 3)),
                counting(2, 1, 3).moveAxis(0, -1));
    }

    @Test
    void wrongEquationsAreRefused() {
        Tensor x = counting(2, 3);
        refused("ij,jk", "names 2 operands, but there are 1.", x);
        refused("ijk->i", "names the axes \"ijk\" of an operand of shape [2, 3]. Write one letter for each axis,", x);
        refused("i->i", "names the axes \"i\" of an operand of shape [2, 3].", x);
        refused(
                "ij,ij->ij",
                "gives j the extents 3 and 4: the operands have the shapes [2, 3] and [2, 4].",
                x,
                counting(2, 4));
        refused("ii->i", "gives i the extents 2 and 3", x);
        refused("ij->k", "has the letter k in its result and in no operand.", x);
        refused("ij->ii", "has the letter i in its result twice.", x);
        refused("i1->i", "has the character '1'.", x);
        refused("...j->j", "does not say where the axes of ... go.", x);
        refused("i,i", "multiplies numbers, but its operands are of type bool.", ints(1).gt(0), ints(1).gt(0));
    }

    private static void refused(String equation, String message, Tensor... operands) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.einsum(equation, operands))
                .withMessageStartingWith("einsum \"" + equation + "\" " + message);
    }
}
