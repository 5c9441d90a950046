package io.reeve.installer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.reeve.core.spi.Platform;
import java.net.ServerSocket;
import java.net.URLConnection;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The walls of `docs/architecture.md`, held by the build.
class ArchitectureTest {
  /// What makes the packages, and is in none.
  private static final String BUILD = "io.reeve.installer..";

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
        Arguments.of("io.reeve.platform.linux..", onTheCore("io.reeve.platform.linux..")),
        Arguments.of("io.reeve.platform.macos..", onTheCore("io.reeve.platform.macos..")),
        Arguments.of("io.reeve.platform.windows..", onTheCore("io.reeve.platform.windows..")),
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

  private static String[] onTheCore(String platform) {
    return new String[] {
      platform,
      "io.reeve.core.spi..",
      "io.reeve.core.desk..",
      "io.reeve.core.files..",
      "io.reeve.core.programs..",
      "io.reeve.core.apps..",
      "io.reeve.core.firewall..",
      "io.reeve.policy.."
    };
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

  /// Rooms below `io.reeve.core` and the harness, and which other rooms each may see. What is not
  /// named here as seen by anyone, such as `agent` and `cli`, nobody sees; the lab alone builds its
  /// commands with the program's command line.
  static Stream<Arguments> rooms() {
    return Stream.of(
        room("core.desk"),
        room("core.spi", "core.desk"),
        room("core.files", "core.spi"),
        room("core.programs", "core.spi"),
        room("core.apps", "core.spi", "core.files", "core.programs"),
        room("core.firewall", "core.spi", "core.files"),
        room("core.transport"),
        room("core.reconcile", "core.spi", "core.files"),
        room("core.tree", "core.reconcile"),
        room("core.dm", "core.tree"),
        room("core.inventory", "core.spi", "core.tree"),
        room("core.compliance", "core.inventory", "core.reconcile", "core.tree"),
        room("core.approval"),
        room("core.action", "core.approval", "core.spi", "core.tree"),
        room("core.script", "core.approval", "core.spi", "core.tree"),
        room("core.escrow", "core.spi", "core.tree"),
        room("core.person", "core.desk", "core.spi", "core.tree"),
        room("core.text", "core.desk"),
        room("core.redact"),
        room("core.log", "core.files"),
        room("core.local", "core.desk", "core.inventory", "core.redact", "core.spi", "core.files"),
        room("core.tray", "core.desk", "core.local", "core.spi", "core.text"),
        room("core.cli", "core.approval", "core.local", "core.inventory", "core.tray"),
        room(
            "core.agent",
            "core.spi",
            "core.files",
            "core.transport",
            "core.reconcile",
            "core.tree",
            "core.dm",
            "core.inventory",
            "core.compliance",
            "core.action",
            "core.approval",
            "core.script",
            "core.desk",
            "core.person",
            "core.text",
            "core.escrow",
            "core.redact",
            "core.log",
            "core.local"),
        room("harness", "core.spi", "core.files", "core.inventory"),
        room("harness.lab", "core.approval", "core.dm", "core.tree", "core.cli", "core.local"),
        room(
            "harness.load",
            "harness.lab",
            "core.dm",
            "core.tree",
            "core.transport",
            "core.cli",
            "core.local"),
        room("harness.demo", "harness.lab", "core.cli", "core.local", "core.inventory"));
  }

  private static Arguments room(String name, String... seen) {
    return Arguments.of("io.reeve." + name, Stream.of(seen).map("io.reeve."::concat).toList());
  }

  @ParameterizedTest(name = "{0} sees only the rooms below it")
  @MethodSource("rooms")
  void aRoomSeesOnlyTheRoomsBelowIt(String room, List<String> seen) {
    var inside = new ArrayList<>(seen);
    inside.add(room);
    classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat(
            not(resideInAnyPackage("io.reeve.core..", "io.reeve.harness.."))
                .or(resideInAnyPackage(inside.toArray(String[]::new))))
        .check(reeve);
  }

  @Test
  void everyRoomHasItsWalls() {
    var walled = rooms().map(room -> room.get()[0]).toList();
    for (var type : reeve) {
      var home = type.getPackageName();
      if (home.startsWith("io.reeve.core.") || home.startsWith("io.reeve.harness")) {
        assertThat(walled).as("rooms, for %s", type.getName()).contains(home);
      }
    }
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
        Arguments.of(
            "java.util.logging..",
            new String[] {
              "io.reeve.core.cli..", "io.reeve.core.log..", "io.reeve.platform.linux.."
            }),
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
  void onlyACommandEndsTheProcess() {
    noClasses()
        .that(not(resideInAnyPackage("io.reeve.core.cli..", "io.reeve.harness..", BUILD)))
        .should()
        .callMethodWhere(
            target(owner(assignableTo(System.class).or(assignableTo(Runtime.class))))
                .and(target(name("exit")).or(target(name("halt")))))
        .check(reeve);
  }

  @Test
  void onlyAPlatformStartsPrograms() {
    noClasses()
        .that(not(resideInAnyPackage("io.reeve.platform..", "io.reeve.core.programs..", BUILD)))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .check(reeve);
    noClasses()
        .should()
        .callMethodWhere(target(owner(assignableTo(Runtime.class))).and(target(name("exec"))))
        .check(reeve);
  }

  @Test
  void onlyTransportAndTheLocalApiOpenSockets() {
    noClasses()
        .that(
            not(
                resideInAnyPackage(
                    "io.reeve.core.transport..", "io.reeve.core.local..", "io.reeve.harness..")))
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.net.http..")
                .or(assignableTo(SocketChannel.class))
                .or(assignableTo(ServerSocketChannel.class))
                .or(assignableTo(ServerSocket.class))
                .or(assignableTo(URLConnection.class)))
        .check(reeve);
  }

  @Test
  void onlyCommandsWriteToTheTerminal() {
    noClasses()
        .that(not(resideInAnyPackage("io.reeve.core.cli..", "io.reeve.harness..", BUILD)))
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(reeve);
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
