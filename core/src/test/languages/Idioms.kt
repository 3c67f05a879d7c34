package org.wengert.languages

import kotlin.math.exp
import kotlin.math.pow
import kotlin.math.sin
import kotlin.math.sqrt

/** Idioms of Kotlin, each a function of an array. */

data class Point(val x: Double, val y: Double) {
    operator fun plus(o: Point) = Point(x + o.x, y + o.y)
    fun norm() = sqrt(x * x + y * y)

    companion object {
        const val SCALE = 2.0

        fun of(a: DoubleArray) = Point(a[0], a[1] * SCALE)
    }
}

object Settings {
    val weights = doubleArrayOf(1.0, 10.0, 100.0)

    fun weight(i: Int) = weights[i]
}

sealed interface Shape

class Circle(val r: Double) : Shape

class Rectangle(val a: Double, val b: Double) : Shape

private fun area(s: Shape): Double = when (s) {
    is Circle -> Math.PI * s.r * s.r
    is Rectangle -> s.a * s.b
}

private inline fun sumOf(n: Int, f: (Int) -> Double): Double {
    var s = 0.0
    for (i in 0 until n) s += f(i)
    return s
}

private fun twice(f: (Double) -> Double, x: Double) = f(f(x))

private fun scaled(x: Double, by: Double = 3.0, plus: Double = x) = x * by + plus

fun Double.squared() = this * this

private tailrec fun power(x: Double, n: Int, p: Double = 1.0): Double = if (n == 0) p else power(x, n - 1, p * x)

fun rangeLoop(x: DoubleArray): Double {
    var s = 0.0
    for (i in x.indices) s += x[i] * x[i] * i
    for (i in x.size - 1 downTo 0 step 2) s *= x[i]
    for (v in x) s += sin(v)
    for ((i, v) in x.withIndex()) s += v * v * i
    return s
}

fun whenBranches(x: DoubleArray): Double = when {
    x[0] > 10 -> x[0]
    x[1] in 0.0..1.0 -> x[0] * x[1] * when (x.size) { 1 -> 1.0; 3 -> x[2]; else -> 2.0 }
    else -> x[2]
}

fun dataClasses(x: DoubleArray): Double {
    val (a, b) = Point.of(x) + Point(x[1], x[2])
    val p = Point(a, b).copy(y = b * x[0])
    return p.norm() * p.x + (if (p == Point(1.0, 2.0)) 1.0 else 0.0)
}

fun inlineLambdas(x: DoubleArray): Double {
    var largest = 0.0
    val s = sumOf(x.size) { i ->
        if (x[i] > largest) largest = x[i]
        x[i] * Settings.weight(i)
    }
    return s * largest
}

fun lambdas(x: DoubleArray): Double = twice({ it * x[1] + 1 }, x[0]) * twice(::exp, -x[2])

fun closureState(x: DoubleArray): Double {
    var product = 1.0
    val times = { v: Double -> product *= v }
    x.forEach { times(it) }
    return product * product
}

fun defaultArguments(x: DoubleArray): Double = scaled(x[0]) + scaled(x[1], plus = 1.0) * scaled(x[2], by = x[0])

fun extensions(x: DoubleArray): Double = x[0].squared() * x[1].pow(3) + power(x[2], 4)

fun sealedClasses(x: DoubleArray): Double {
    val s: Shape = if (x[0] > 1) Circle(x[0] * x[1]) else Rectangle(x[1], x[2])
    return area(s) * area(Rectangle(x[2], x[0]))
}

fun nullable(x: DoubleArray): Double {
    val a: Double? = if (x[0] > 0) x[0] * x[1] else null
    return (a ?: x[2]) * (a?.squared() ?: 1.0)
}

fun lists(x: DoubleArray): Double {
    val squares = x.map { it * it }
    val sum = squares.filter { it > 0.6 }.sumOf { it * x[0] }
    return sum + squares.zip(x.toList()) { a, b -> a * b }.fold(1.0) { p, q -> p * q } + x.sum() * x.maxOrNull()!!
}

fun checks(x: DoubleArray): Double {
    require(x.size == 3) { "three numbers, not ${x.size}" }
    check(x[0] > 0)
    return try { x[0] * x[1] } finally { x[2] = 0.0 }
}

fun arrays(x: DoubleArray): Double {
    val a = Array(2) { i -> DoubleArray(2) { j -> x[i + j] * (i + 1) } }
    return a[0][0] * a[1][1] - a[0][1] * a[1][0] + x.copyOf().also { it[0] *= 2.0 }[0]
}
