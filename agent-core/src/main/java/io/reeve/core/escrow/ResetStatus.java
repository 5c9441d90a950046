package io.reeve.core.escrow;

/// How the last `ResetPassword` went, as the CSP tells it: by an HRESULT.
enum ResetStatus {
  DONE(0),
  /// `E_PENDING`: it waits for the service's receipt, or is being set.
  PENDING(0x8000_000A),
  /// `ERROR_NOT_READY`: the service has given no key to seal it with.
  NO_KEY(0x8007_0015),
  /// `ERROR_NOT_SUPPORTED`: the account's password cannot be set, or must not.
  NOT_HERE(0x8007_0032),
  /// `ERROR_TIMEOUT`: the service has not shown in time that it has it.
  NO_RECEIPT(0x8007_05B4),
  /// `E_ABORT`: the agent ended meanwhile, and how far it came is not known.
  CUT(0x8000_4004),
  /// `E_FAIL`: the system refused; the alert of the action has the words.
  FAILED(0x8000_4005);

  private final int code;

  ResetStatus(int code) {
    this.code = code;
  }

  /// As it is on the wire, a number with a sign.
  String wire() {
    return Integer.toString(code);
  }
}
