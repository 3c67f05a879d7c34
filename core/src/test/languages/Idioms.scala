package org.wengert.languages

/** Idioms of Scala, each a function of an array. */
case class Vec(x: Double, y: Double):
  def +(o: Vec): Vec = Vec(x + o.x, y + o.y)
  def norm: Double = math.sqrt(x * x + y * y)

enum Kind:
  case Plain
  case Scaled(by: Double)

object ScalaIdioms:
  def whileLoop(x: Array[Double]): Double =
    var s = 0.0
    var i = 0
    while i < x.length do
      s += x(i) * x(i) * i
      i += 1
    s * x(0)

  def forLoop(x: Array[Double]): Double =
    var s = 1.0
    for i <- 0 until x.length do s = s * x(i) + x(0)
    for i <- 1 to 2 by 1; j <- 0 until i do s += x(i) * x(j)
    s

  def tuples(x: Array[Double]): Double =
    val (a, b) = (x(0) * x(1), x(2))
    val p = (a, b, x(1))
    p._1 * p._2 + math.sin(p._3)

  def caseClasses(x: Array[Double]): Double =
    val v = Vec(x(0), x(1)) + Vec(x(2), 1.0)
    v match
      case Vec(a, b) if a > b => v.norm * a
      case Vec(_, b) => v.copy(x = b * b).norm

  def enums(x: Array[Double]): Double =
    def value(k: Kind): Double = k match
      case Kind.Plain => x(0)
      case Kind.Scaled(by) => x(1) * by
    value(Kind.Plain) * value(Kind.Scaled(x(2)))

  def functions(x: Array[Double]): Double =
    val f: Double => Double = v => v * x(1) + 1
    def twice(g: Double => Double, v: Double): Double = g(g(v))
    twice(f, x(0)) * f.andThen(math.exp)(-x(2))

  def recursion(x: Array[Double]): Double =
    @annotation.tailrec
    def power(v: Double, n: Int, p: Double): Double = if n == 0 then p else power(v, n - 1, p * v)
    power(x(0), 3, 1.0) * x(1)

  def options(x: Array[Double]): Double =
    val o = if x(0) > 0 then Some(x(0) * x(1)) else None
    o.map(v => v * v).getOrElse(x(2))

  def lists(x: Array[Double]): Double =
    x.map(v => v * v).filter(_ > 0.6).sum * List(x(0), x(1)).foldLeft(1.0)(_ * _)
