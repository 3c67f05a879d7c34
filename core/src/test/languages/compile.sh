#!/bin/sh
# Compiles Idioms.kt and Idioms.scala to the class files that LanguagesTest differentiates. They are kept in
# src/test/resources/org/wengert/languages, so that the build needs neither compiler. Run this after a change of the sources.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/pom.xml" <<'POM'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.wengert</groupId>
  <artifactId>compilers</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.jetbrains.kotlin</groupId>
      <artifactId>kotlin-compiler-embeddable</artifactId>
      <version>2.2.20</version>
    </dependency>
    <dependency>
      <groupId>org.scala-lang</groupId>
      <artifactId>scala3-compiler_3</artifactId>
      <version>3.3.6</version>
    </dependency>
  </dependencies>
</project>
POM
../../../../bin/maven -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/lib"
java=$(../../../../bin/jdk25)/bin/java
mkdir "$work/out"
"$java" -cp "$work/lib/*" org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -no-stdlib -no-reflect -jvm-target 21 \
    -cp "$work/lib/kotlin-stdlib-2.2.20.jar" -d "$work/out" Idioms.kt
"$java" -cp "$work/lib/*" dotty.tools.dotc.Main -java-output-version 17 \
    -classpath "$work/lib/scala-library-2.13.16.jar:$work/lib/scala3-library_3-3.3.6.jar" -d "$work/out" Idioms.scala
rm -f ../resources/org/wengert/languages/*.class
cp "$work"/out/org/wengert/languages/*.class ../resources/org/wengert/languages/
