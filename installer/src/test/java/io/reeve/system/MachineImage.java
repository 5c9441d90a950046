package io.reeve.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A small Debian 12 that machines are laid over.
///
/// @param root the folder with its files; nothing may write there
record MachineImage(Path root) {
  /// What the checks need, by what it is for.
  private static final Mmdebstrap RECIPE =
      new Mmdebstrap(
          List.of(
              // a machine that boots and can be asked
              "systemd-sysv,dbus,dbus-user-session,udev,kmod,libpam-systemd,polkitd,systemd-timesyncd",
              "login,passwd,sudo,procps,iproute2,e2fsprogs,ca-certificates,openssl,curl",
              // accounts and passwords
              "libpam-pwquality,libpwquality1,cracklib-runtime,pamtester",
              // remote access and firewalls
              "openssh-server,openssh-client,nftables,libnftables1,ufw,firewalld,netcat-openbsd",
              // desktops and browsers
              "dconf-cli,dconf-gsettings-backend,gsettings-desktop-schemas,libglib2.0-bin,firefox-esr",
              // updates and packages
              "unattended-upgrades,apt-utils,rpm"),
          List.of());

  /// The image, built now if this machine has none yet.
  ///
  /// @throws CannotBootException when it cannot be built here
  static MachineImage get() throws IOException {
    return new MachineImage(ImageCache.get("bookworm", RECIPE.recipe(), RECIPE::build));
  }
}
