package io.reeve.enroll;

/// Whom an enrolment is for.
public enum EnrollmentType {
  /// A user: the certificate belongs to `My/User`.
  FULL("Full", "User"),
  /// The device: the certificate belongs to `My/System`.
  DEVICE("Device", "System");

  private final String wire;
  private final String store;

  EnrollmentType(String wire, String store) {
    this.wire = wire;
    this.store = store;
  }

  /// The value of the context item.
  public String wire() {
    return wire;
  }

  /// The part of the certificate store `My` the certificate goes to.
  String store() {
    return store;
  }
}
