package io.reeve.enroll;

import java.util.List;
import java.util.regex.Pattern;

/// What a service is told of this machine. The agent gathers it; nothing here is made up.
///
/// @param deviceId 32 upper-case hexadecimal digits; the same id names the device in every session
/// @param hardwareId 64 upper-case hexadecimal digits that outlive a new installation of the OS
/// @param name the machine's name
/// @param osVersion four numbers with dots, as `10.0.22631.0`
/// @param osEdition the PRODUCT_* number the service is to see, as 48 or 72
/// @param applicationVersion the agent's version, four numbers with dots
/// @param locale a BCP 47 tag, as `en-US`
/// @param macs one hardware address for each network adapter, as `00-0C-29-51-60-9D`
public record DeviceFacts(
    String deviceId,
    String hardwareId,
    String name,
    String osVersion,
    int osEdition,
    String applicationVersion,
    String locale,
    List<String> macs) {
  private static final Pattern DEVICE_ID = Pattern.compile("[0-9A-F]{32}");
  private static final Pattern HARDWARE_ID = Pattern.compile("[0-9A-F]{64}");
  private static final Pattern VERSION = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,10}){3}");
  private static final Pattern MAC = Pattern.compile("[0-9A-F]{2}([-:][0-9A-F]{2}){5}");

  public DeviceFacts {
    macs = List.copyOf(macs);
    check(DEVICE_ID, deviceId, "device id");
    check(HARDWARE_ID, hardwareId, "hardware id");
    check(VERSION, osVersion, "OS version");
    check(VERSION, applicationVersion, "application version");
    macs.forEach(mac -> check(MAC, mac, "hardware address"));
    if (name.isBlank()) {
      throw new IllegalArgumentException("device name is empty");
    }
    if (osEdition < 0) {
      throw new IllegalArgumentException("OS edition is negative: " + osEdition);
    }
  }

  private static void check(Pattern form, String value, String what) {
    if (!form.matcher(value).matches()) {
      throw new IllegalArgumentException(what + " has a wrong form: '" + value + "'");
    }
  }
}
