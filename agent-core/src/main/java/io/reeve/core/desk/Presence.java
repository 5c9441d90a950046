package io.reeve.core.desk;

import java.util.EnumSet;
import java.util.List;

/// What somebody who wants to interrupt has to know of the person and the machine.
///
/// @param doing what must not be broken into
/// @param attention whether anybody would see a notice
/// @param power where the machine's power comes from
/// @param metered whether the network costs by what is sent
public record Presence(List<Doing> doing, Attention attention, Power power, boolean metered) {
  public Presence {
    doing = List.copyOf(doing);
  }

  /// What must not be broken into.
  public enum Doing {
    /// A program said that it presents, or asked that nothing disturbs.
    PRESENTING,
    /// The window in front fills the screen.
    FULL_SCREEN,
    /// Microphone or camera are in use.
    IN_CALL
  }

  /// Whether anybody would see a notice; the first is the most.
  public enum Attention {
    HERE,
    /// Nothing was typed or moved for a while.
    AWAY,
    LOCKED,
    /// Nobody is logged in.
    NOBODY
  }

  /// Where the machine's power comes from.
  ///
  /// @param onBattery whether it runs on a battery now
  /// @param percent how full that is, 0 to 100; 100 where there is none or it does not tell
  public record Power(boolean onBattery, int percent) {
    public static final Power MAINS = new Power(false, 100);
  }

  /// Somebody is there and does nothing that must not be broken into.
  public static Presence here() {
    return new Presence(List.of(), Attention.HERE, Power.MAINS, false);
  }

  /// This with what trays say of the people they run for, who may have made them say it. They can
  /// add what must not be broken into, and that nobody of these people is at the screen now. That
  /// nobody is logged in, and how power and network are, is the system's word alone: else any
  /// program could have the machine restarted under somebody's hands, or never.
  public Presence with(List<Presence> trays) {
    var all = EnumSet.noneOf(Doing.class);
    all.addAll(doing);
    trays.forEach(tray -> all.addAll(tray.doing));
    var least =
        trays.stream()
            .map(tray -> tray.attention == Attention.NOBODY ? Attention.LOCKED : tray.attention)
            .min(Attention::compareTo)
            .orElse(attention);
    return new Presence(
        List.copyOf(all), attention.compareTo(least) > 0 ? attention : least, power, metered);
  }
}
