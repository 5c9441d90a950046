package io.reeve.system;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// Tries passwords as the people themselves do: to root no rule applies. All that are good here
/// satisfy every rule that any row sets, so a refusal is the refusal of the rule that is meant.
final class Passwords {
  private static final String OLD_PASSWORDS = "/etc/security/opasswd";
  private static final String FIRST = "Vulc-anizer7+Harp";
  private static final String SECOND = "Zebr-acrossing8+Oar";
  private static final String FRESH = "Quin-tessence5+Elm";

  private Passwords() {}

  /// Alice wants that password and is told why not. What she cannot do without the rights of
  /// passwd(1), pamtester cannot either: her password stays.
  static Probe refused(String wanted, String reason) {
    var told = Pattern.compile(reason);
    return new Probe(
        "`pamtester passwd alice chauthtok`",
        machine -> told.matcher(changing(machine, wanted)).find());
  }

  private static String changing(BootedMachine machine, String wanted) {
    return machine
        .run(
            List.of("runuser", "-u", "alice", "--", "pamtester", "passwd", "alice", "chauthtok"),
            Furniture.password("alice") + "\n" + (wanted + "\n").repeat(4))
        .all();
  }

  /// Bob has had two passwords and wants the first again.
  static Probe usedBefore() {
    return new Probe(
        "`passwd`, as bob, back to a password that he had",
        machine -> {
          var back = changed(machine, FIRST);
          return !back.ok() && back.all().contains("already used");
        });
  }

  /// Bob wants a password that no rule speaks against, and gets it.
  static Probe accepted() {
    return new Probe(
            "`passwd`, as bob, to a good new password", machine -> changed(machine, FRESH).ok())
        .always();
  }

  /// What bob is told. Whatever happens, the files that hold passwords are afterwards as they were,
  /// and never half written: somebody else may be reading them.
  private static Programs.Ended changed(BootedMachine machine, String wanted) {
    keep(machine, "/etc/shadow");
    boolean known = machine.has(OLD_PASSWORDS);
    if (known) {
      keep(machine, OLD_PASSWORDS);
    }
    try {
      machine.run(List.of("chpasswd"), "bob:" + FIRST + "\n").need();
      machine.run(List.of("chpasswd"), "bob:" + SECOND + "\n").need();
      var typed = SECOND + "\n" + (wanted + "\n").repeat(4);
      return machine.run(List.of("runuser", "-u", "bob", "--", "passwd"), typed);
    } finally {
      giveBack(machine, "/etc/shadow");
      if (known) {
        giveBack(machine, OLD_PASSWORDS);
      } else {
        machine.need("rm", "-f", OLD_PASSWORDS);
      }
      machine.need("rm", "-f", OLD_PASSWORDS + ".old");
    }
  }

  private static void keep(BootedMachine machine, String file) {
    machine.need("cp", "--archive", file, file + ".kept");
  }

  private static void giveBack(BootedMachine machine, String file) {
    machine.need("mv", "--force", file + ".kept", file);
  }

  static Probe lockedAfterThree() {
    return new Probe(
        "`pamtester login bob authenticate`: refused after three wrong passwords",
        machine -> {
          var right = Furniture.password("bob");
          boolean before = authenticates(machine, right);
          threeWrong(machine);
          boolean locked = !authenticates(machine, right);
          machine.run("faillock", "--user", "bob", "--reset");
          return before && locked && authenticates(machine, right);
        });
  }

  /// At the same time, as PAM makes whoever is wrong wait.
  private static void threeWrong(BootedMachine machine) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int tries = 0; tries < 3; tries++) {
        executor.execute(() -> authenticates(machine, "wrong"));
      }
    }
  }

  private static boolean authenticates(BootedMachine machine, String password) {
    return machine.run(List.of("pamtester", "login", "bob", "authenticate"), password + "\n").ok();
  }
}
