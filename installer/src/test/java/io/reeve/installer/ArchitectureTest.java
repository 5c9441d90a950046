package io.reeve.installer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.reeve.core.spi.Platform;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The walls of `docs/architecture.md`, held by the build.
class ArchitectureTest {
  private static JavaClasses reeve;

  @BeforeAll
  static void readTheClasses() {
    reeve =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.reeve");
  }

  static Stream<Arguments> modules() {
    return Stream.of(
        Arguments.of("io.reeve.policy..", new String[] {"io.reeve.policy.."}),
        Arguments.of("io.reeve.store..", new String[] {"io.reeve.store..", "io.reeve.policy.."}),
        Arguments.of("io.reeve.enroll..", new String[] {"io.reeve.enroll.."}),
        Arguments.of(
            "io.reeve.core..",
            new String[] {
              "io.reeve.core..", "io.reeve.policy..", "io.reeve.store..", "io.reeve.enroll.."
            }),
        Arguments.of(
            "io.reeve.platform.linux..",
            new String[] {"io.reeve.platform.linux..", "io.reeve.core.spi..", "io.reeve.policy.."}),
        Arguments.of(
            "io.reeve.platform.macos..",
            new String[] {"io.reeve.platform.macos..", "io.reeve.core.spi..", "io.reeve.policy.."}),
        Arguments.of(
            "io.reeve.platform.windows..",
            new String[] {
              "io.reeve.platform.windows..", "io.reeve.core.spi..", "io.reeve.policy.."
            }),
        Arguments.of(
            "io.reeve.harness..",
            new String[] {
              "io.reeve.harness..",
              "io.reeve.core..",
              "io.reeve.policy..",
              "io.reeve.store..",
              "io.reeve.enroll.."
            }));
  }

  @ParameterizedTest(name = "{0} sees only what the plan lets it see")
  @MethodSource("modules")
  void arrowsGoDownOnly(String module, String[] allowed) {
    classes()
        .that()
        .resideInAPackage(module)
        .should()
        .onlyDependOnClassesThat(
            not(resideInAnyPackage("io.reeve..")).or(resideInAnyPackage(allowed)))
        .check(reeve);
  }

  static Stream<Arguments> libraries() {
    return Stream.of(
        Arguments.of(
            "io.netty..", new String[] {"io.reeve.core.transport..", "io.reeve.harness.."}),
        Arguments.of("oshi..", new String[] {"io.reeve.core.inventory.."}),
        Arguments.of("picocli..", new String[] {"io.reeve.core.cli..", "io.reeve.harness.."}),
        Arguments.of("com.sun.jna..", new String[] {"io.reeve.platform.."}),
        Arguments.of("org.freedesktop.dbus..", new String[] {"io.reeve.platform.linux.."}),
        Arguments.of(
            "org.bouncycastle..", new String[] {"io.reeve.enroll..", "io.reeve.harness.."}),
        Arguments.of(
            "java.sql..",
            new String[] {"io.reeve.store..", "io.reeve.core.inventory..", "io.reeve.harness.."}),
        Arguments.of("org.junit..", new String[] {"io.reeve.harness.."}));
  }

  @ParameterizedTest(name = "{0} stays in its room")
  @MethodSource("libraries")
  void librariesStayInTheirRooms(String library, String[] rooms) {
    noClasses()
        .that(not(resideInAnyPackage(rooms)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(reeve);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("io.reeve.(**)").should().beFreeOfCycles().check(reeve);
  }

  @Test
  void thePolicyEngineDoesNoInputAndOutput() {
    noClasses()
        .that()
        .resideInAPackage("io.reeve.policy..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "java.net..", "java.nio.file..", "java.nio.channels..")
        .check(reeve);
  }

  @Test
  void aPlatformShowsOnlyItsPlatform() {
    classes()
        .that()
        .resideInAPackage("io.reeve.platform..")
        .and()
        .areTopLevelClasses()
        .and()
        .arePublic()
        .should()
        .implement(Platform.class)
        .orShould(beCalledByALibrary())
        .check(reeve);
  }

  /// JNA and dbus-java make proxies of interfaces and fill structures by reflection, so they must
  /// see them.
  private static ArchCondition<JavaClass> beCalledByALibrary() {
    return new ArchCondition<>("be declared for JNA or D-Bus") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean declared =
            Stream.concat(
                    type.getAllRawInterfaces().stream(), type.getAllRawSuperclasses().stream())
                .map(JavaClass::getPackageName)
                .anyMatch(
                    name -> name.startsWith("com.sun.jna") || name.startsWith("org.freedesktop"));
        events.add(new SimpleConditionEvent(type, declared, type.getName() + " is public"));
      }
    };
  }

  @Test
  void nothingCallsAShellOrExits() {
    ArchRule rule =
        noClasses()
            .that(not(resideInAnyPackage("io.reeve.core.cli..", "io.reeve.harness..")))
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String.class);
    rule.check(reeve);
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    classes()
        .that()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith("org.jspecify.annotations.NullMarked")
        .check(reeve);
    for (var entry : reeve) {
      var home = entry.getPackage();
      if (home.getName().startsWith("io.reeve.") && home.tryGetPackageInfo().isEmpty()) {
        throw new AssertionError("no package-info: " + home.getName());
      }
    }
  }

  @Test
  void fieldsAreNotPublicUnlessConstant() {
    classes()
        .that()
        .resideInAPackage("io.reeve..")
        .should(
            new ArchCondition<>("have no public variable") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (var field : type.getFields()) {
                  var modifiers = field.getModifiers();
                  boolean fine =
                      !modifiers.contains(JavaModifier.PUBLIC)
                          || modifiers.contains(JavaModifier.FINAL)
                          || type.getAllRawSuperclasses().stream()
                              .anyMatch(each -> each.getPackageName().startsWith("com.sun.jna"));
                  events.add(new SimpleConditionEvent(field, fine, field.getFullName()));
                }
              }
            })
        .check(reeve);
  }
}
