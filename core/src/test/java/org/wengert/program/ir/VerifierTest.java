package org.wengert.program.ir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.program.ir.Build.these;
import static org.wengert.program.ir.Build.to;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;

class VerifierTest {
    private Build b;
    private Value x;
    private Value i;

    @BeforeEach
    void begin() {
        b = new Build("f").result("D");
        x = b.param("D");
        i = b.param("I");
    }

    private void isRefused(String reason) {
        assertThatThrownBy(() -> Verifier.check(b.f, "lift"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("After lift, in f, B")
                .hasMessageContaining(reason)
                .hasMessageContaining("function f(");
    }

    @Test
    void aGoodFunctionPasses() {
        Block yes = b.block();
        Block no = b.block();
        b.branch(153, these(i), to(yes), to(no, x));
        b.go(yes).ret(b.mul(x, x));
        Value p = b.phi(no, "D");
        b.go(no).ret(p);
        assertThatCode(() -> Verifier.checkAll(b.f, "lift")).doesNotThrowAnyException();
    }

    @Test
    void aUseBeforeItsDefinitionIsRefused() {
        Value y = b.mul(x, x);
        b.at.body.add(0, b.at.append(Op.UNARY, Type.D, "D", Unary.SIN, Position.NONE, y));
        b.at.body.remove(2);
        b.ret(x);
        isRefused("is not defined on every path to here");
    }

    @Test
    void aUseBehindOneBranchOnlyIsRefused() {
        Block yes = b.block();
        Block join = b.block();
        b.branch(153, these(i), to(yes), to(join));
        Value y = b.go(yes).mul(x, x);
        b.jump(join);
        b.go(join).ret(y);
        isRefused("is not defined on every path to here");
    }

    @Test
    void aValueOfAnotherFunctionIsRefused() {
        Build other = new Build("g");
        Value y = other.real(1);
        for (int k = 0; k < 10; k++) {
            y = other.mul(y, y);
        }
        b.ret(y);
        isRefused("is defined nowhere");
    }

    @Test
    void aWrongNumberOfArgumentsIsRefused() {
        Block next = b.block();
        b.phi(next, "D");
        b.jump(next);
        b.go(next).ret(x);
        isRefused("another number of arguments");
    }

    @Test
    void anArgumentOfAnotherTypeIsRefused() {
        Block next = b.block();
        b.phi(next, "D");
        b.jump(next, i);
        b.go(next).ret(x);
        isRefused("has another type than its parameter");
    }

    @Test
    void inputsOfAnotherTypeAreRefused() {
        b.op(Op.BINARY, "D", Binary.ADD, x, i);
        b.ret(x);
        isRefused("must be of type D");
    }

    @Test
    void aWrongNumberOfInputsIsRefused() {
        b.op(Op.BINARY, "D", Binary.ADD, x);
        b.ret(x);
        isRefused("the number of inputs must be 2");
    }

    @Test
    void aBlockWithoutEndIsRefused() {
        b.block();
        b.ret(x);
        isRefused("the block has no end");
    }

    @Test
    void aResultOfAnotherTypeIsRefused() {
        b.ret(i);
        isRefused("another type than the result");
    }

    @Test
    void anEdgeToTheEntryIsRefused() {
        b.jump(b.f.entry(), x, i);
        isRefused("an edge leads to the entry");
    }

    @Test
    void aStackOfAnotherTypeIsRefused() {
        b.push(new StackEntry(new Stack(0, Type.D)), i);
        b.ret(x);
        isRefused("must be of type D");
    }

    @Test
    void aResultThatAnotherCallHasOverwrittenIsRefused() {
        Build g = new Build("g").result("D").result("D");
        g.ret(g.real(1), g.real(2));
        Value first = b.invoke(g.f);
        b.invoke(g.f);
        b.ret(b.other(first, 1));
        isRefused("another call may have overwritten");
    }

    @Test
    void whatThrowsHasNoValueInItsHandler() {
        Block normal = b.block();
        Block handler = b.block();
        Value q = b.integer(108, i, i);
        b.jump(normal);
        b.at.handler(to(handler));
        b.phi(handler, "Ljava/lang/Throwable;");
        b.go(normal).ret(x);
        b.go(handler);
        b.ret(b.op(Op.CONVERT, "D", 135, q));
        isRefused("has no value where its exception arrives");
    }

    @Test
    void keysThatDoNotAscendAreRefused() {
        Block next = b.block();
        b.at.terminate(
                Terminator.select(new int[] {2, 1}, i, new Edge[] {to(next), to(next), to(next)}, Position.NONE));
        b.go(next).ret(x);
        isRefused("the keys do not ascend");
    }

    @Test
    void aCallWithOtherArgumentsIsRefused() {
        b.invoke(b.f, x);
        b.ret(x);
        isRefused("the number of inputs must be 2");
    }

    @Test
    void aConversionToAnotherTypeIsRefused() {
        b.op(Op.CONVERT, "J", 135, i);
        b.ret(x);
        isRefused("the opcode is of another type");
    }
}
