package io.reeve.core.dm;

import java.util.Optional;

/// The header of a message.
///
/// @param verDtd `1.2`
/// @param verProto `DM/1.2`
/// @param sessionId the same in all messages of a session
/// @param msgId counts the sender's messages, from 1
/// @param target the receiver's address
/// @param source the sender's address; of a device, its id
/// @param sourceName the user name that goes with the credentials
/// @param respUri where the following messages have to go
/// @param cred the sender's credentials
/// @param meta the sender's limits
public record SyncHdr(
    String verDtd,
    String verProto,
    String sessionId,
    String msgId,
    String target,
    String source,
    Optional<String> sourceName,
    Optional<String> respUri,
    Optional<Cred> cred,
    Meta meta) {
  /// The only `VerDTD` spoken.
  public static final String VER_DTD = "1.2";

  /// The only `VerProto` spoken.
  public static final String VER_PROTO = "DM/1.2";

  /// A plain header: no user name, no RespURI, no credentials, no limits.
  public static SyncHdr of(String sessionId, String msgId, String target, String source) {
    return new SyncHdr(
        VER_DTD,
        VER_PROTO,
        sessionId,
        msgId,
        target,
        source,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Meta.NONE);
  }

  /// With these credentials.
  public SyncHdr withCred(Cred other) {
    return new SyncHdr(
        verDtd,
        verProto,
        sessionId,
        msgId,
        target,
        source,
        sourceName,
        respUri,
        Optional.of(other),
        meta);
  }

  /// With this user name.
  public SyncHdr withSourceName(String name) {
    return new SyncHdr(
        verDtd, verProto, sessionId, msgId, target, source, Optional.of(name), respUri, cred, meta);
  }

  /// With this Meta.
  public SyncHdr withMeta(Meta other) {
    return new SyncHdr(
        verDtd, verProto, sessionId, msgId, target, source, sourceName, respUri, cred, other);
  }
}
