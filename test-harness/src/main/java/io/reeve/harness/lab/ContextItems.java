package io.reeve.harness.lab;

import io.reeve.enroll.xml.XmlElement;
import io.reeve.harness.lab.Soap.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What a device says of itself in the AdditionalContext of its request.
///
/// @param values by name; of several of one name, the first
record ContextItems(Map<String, String> values) {
  private static final Pattern DEVICE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:{}-]{0,63}");
  private static final int LONGEST = 512;

  /// What the open server of the field insists on.
  private static final List<String> INSISTED =
      List.of(
          "HWDevID", "OSEdition", "OSVersion", "DeviceType", "DeviceName", "ApplicationVersion");

  ContextItems {
    values = Map.copyOf(values);
  }

  static ContextItems of(List<XmlElement> items) throws Refused {
    var values = new HashMap<String, String>();
    for (var item : items) {
      var value = item.child("Value").map(XmlElement::trimmed).orElse("");
      if (value.length() <= LONGEST) {
        values.putIfAbsent(item.attributes().getOrDefault("Name", ""), value);
      }
    }
    return new ContextItems(values);
  }

  /// The device these items describe.
  ///
  /// @param strict whether to insist on all that some servers insist on
  Devices.Facts facts(boolean strict) throws Refused {
    var id = text("DeviceID");
    if (!DEVICE_ID.matcher(id).matches()) {
      throw refused("DeviceID '" + id + "' is missing or no plain name");
    }
    var type = text("EnrollmentType");
    if (!type.equals("Full") && !type.equals("Device")) {
      throw refused("EnrollmentType '" + type + "' is neither Full nor Device");
    }
    for (var name : strict ? INSISTED : List.<String>of()) {
      if (text(name).isEmpty()) {
        throw refused(name + " is missing");
      }
    }
    return new Devices.Facts(
        id, text("DeviceName"), type, text("HWDevID"), text("OSVersion"), text("OSEdition"));
  }

  private String text(String name) {
    return values.getOrDefault(name, "");
  }

  private static Refused refused(String why) {
    return Soap.refused("EnrollmentServer", "InvalidEnrollmentData", why);
  }
}
