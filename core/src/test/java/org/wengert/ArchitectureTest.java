package org.wengert;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which package of this module may know which other. What lies outside the module, {@code module-info} decides. */
class ArchitectureTest {
    private static final String DOOR = "org.wengert";
    private static final String RULE = "org.wengert.rule";
    private static final String PROGRAM = "org.wengert.program";
    private static final String ACCESS = "org.wengert.program.access";
    private static final String LIFT = "org.wengert.program.lift";
    private static final String IR = "org.wengert.program.ir";
    private static final String ANALYSE = "org.wengert.program.analyse";
    private static final String DIFFERENTIATE = "org.wengert.program.differentiate";
    private static final String EMIT = "org.wengert.program.emit";
    private static final String RUNTIME = "org.wengert.program.runtime";
    private static final String INTERPRET = "org.wengert.program.interpret";
    private static final String TENSOR = "org.wengert.tensor";
    private static final String TRANSFORM = "org.wengert.transform";
    private static final String BACKEND = "org.wengert.backend";
    private static final String CPU = "org.wengert.backend.cpu";

    /** Every package with the packages of the project it may use. A new package needs a line here. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry(RULE, Set.of()),
            entry(RUNTIME, Set.of(RULE)),
            entry(IR, Set.of(RULE)),
            entry(ACCESS, Set.of(RULE)),
            entry(LIFT, Set.of(RULE, RUNTIME, IR, ACCESS)),
            entry(ANALYSE, Set.of(RULE, RUNTIME, IR)),
            entry(DIFFERENTIATE, Set.of(RULE, RUNTIME, IR, ANALYSE)),
            entry(INTERPRET, Set.of(RULE, IR, RUNTIME)),
            entry(EMIT, Set.of(RULE, IR, RUNTIME)),
            entry(PROGRAM, Set.of(RULE, RUNTIME, IR, ACCESS, LIFT, ANALYSE, DIFFERENTIATE, INTERPRET, EMIT)),
            entry(TENSOR, Set.of(RULE)),
            entry(TRANSFORM, Set.of(RULE, TENSOR)),
            entry(BACKEND, Set.of(RULE, TENSOR, TRANSFORM)),
            entry(CPU, Set.of(RULE, TENSOR, BACKEND)),
            entry(DOOR, Set.of(RULE, PROGRAM, RUNTIME, IR, ACCESS, LIFT, INTERPRET, TENSOR, TRANSFORM)));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(DOOR);

    @Test
    void everyPackageHasItsPlaceInTheTable() {
        Set<String> packages = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            packages.add(type.getPackageName());
        }
        assertThat(packages).isEqualTo(MAY_USE.keySet());
    }

    @Test
    void arrowsBetweenPackagesPointOneWay() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass from : CLASSES) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                if (isOurs(to) && !isAllowed(from, to)) {
                    wrong.add(dependency.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Stands in for the lint {@code exports}, which the build switches off for the sake of JSpecify. */
    @Test
    void whatIsExportedMentionsOnlyWhatIsExported() throws IOException {
        Set<String> exported = exportedToAll();
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (!exported.contains(type.getPackageName()) || !isVisible(type)) {
                continue;
            }
            for (JavaMember member : type.getMembers()) {
                if (!isVisible(member.getModifiers())) {
                    continue;
                }
                for (JavaClass mentioned : member.getAllInvolvedRawTypes()) {
                    JavaClass to = mentioned.getBaseComponentType();
                    if (isOurs(to) && (!exported.contains(to.getPackageName()) || !isVisible(to))) {
                        wrong.add(member.getDescription() + " mentions " + to.getName());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void theTableItselfHasNoCycle() {
        Set<String> placed = new TreeSet<>();
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Map.Entry<String, Set<String>> line : MAY_USE.entrySet()) {
                grew |= placed.containsAll(line.getValue()) && placed.add(line.getKey());
            }
        }
        assertThat(placed).isEqualTo(MAY_USE.keySet());
    }

    private static Set<String> exportedToAll() throws IOException {
        try (InputStream bytes = Files.newInputStream(Path.of("target", "classes", "module-info.class"))) {
            Set<String> exported = new TreeSet<>();
            for (ModuleDescriptor.Exports export : ModuleDescriptor.read(bytes).exports()) {
                if (!export.isQualified()) {
                    exported.add(export.source());
                }
            }
            assertThat(exported).contains(DOOR, RULE);
            return exported;
        }
    }

    private static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isOurs(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(DOOR) || name.startsWith(DOOR + ".");
    }

    private static boolean isAllowed(JavaClass from, JavaClass to) {
        String user = from.getPackageName();
        String used = to.getPackageName();
        return user.equals(used) || MAY_USE.getOrDefault(user, Set.of()).contains(used);
    }
}
