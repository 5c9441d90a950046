package io.reeve.core.tree;

import static io.reeve.core.tree.AccountNode.readable;
import static io.reeve.core.tree.AccountNode.secret;
import static io.reeve.core.tree.AccountNode.writable;

import io.reeve.enroll.DmAccount.Auth;
import io.reeve.enroll.DmAccount.Retry;
import io.reeve.policy.Format;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// `./SyncML/DMAcc/{account}/...`.
final class DmAccNodes {
  private DmAccNodes() {}

  /// The name of the account: SHA-256 of PROVIDER-ID, lower-case hexadecimal.
  static String account(String providerId) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(providerId.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<AccountNode> all() {
    var nodes = new ArrayList<AccountNode>();
    nodes.add(readable("AppID", Format.CHR, _ -> Optional.of("w7")));
    nodes.add(readable("ServerID", Format.CHR, draft -> Optional.of(draft.before().providerId())));
    nodes.add(
        writable(
            "Name",
            Format.CHR,
            draft -> Optional.of(draft.name),
            (draft, text) -> draft.name = text));
    nodes.add(
        writable(
            "AppAddr/1/Addr",
            Format.CHR,
            draft -> Optional.of(draft.servers.getFirst().toString()),
            (draft, text) -> {
              var others = new ArrayList<>(draft.servers);
              others.set(0, DmClientNodes.address(text));
              draft.servers = List.copyOf(others);
            }));
    nodes.add(readable("AppAddr/1/AddrType", Format.CHR, _ -> Optional.of("URI")));
    nodes.add(
        readable("AAuthPref", Format.CHR, draft -> draft.client.map(auth -> auth.scheme().name())));
    auth(nodes, "CLCRED", draft -> draft.client, AccountDraft::client, true);
    auth(nodes, "SRVCRED", draft -> draft.server, AccountDraft::server, false);
    ext(nodes);
    return nodes;
  }

  private static void auth(
      List<AccountNode> nodes,
      String level,
      Function<AccountDraft, Optional<Auth>> now,
      BiConsumer<AccountDraft, UnaryOperator<Auth>> change,
      boolean basicAllowed) {
    var below = "AppAuth/" + level + "/";
    nodes.add(
        readable(below + "AAuthLevel", Format.CHR, draft -> now.apply(draft).map(_ -> level)));
    nodes.add(
        writable(
            below + "AAuthType",
            Format.CHR,
            draft -> now.apply(draft).map(auth -> auth.scheme().name()),
            (draft, text) -> {
              var scheme = scheme(text, basicAllowed);
              change.accept(
                  draft, auth -> new Auth(scheme, auth.user(), auth.secret(), auth.nonce()));
            }));
    nodes.add(
        writable(
            below + "AAuthName",
            Format.CHR,
            draft -> now.apply(draft).map(Auth::user),
            (draft, text) ->
                change.accept(
                    draft, auth -> new Auth(auth.scheme(), text, auth.secret(), auth.nonce()))));
    nodes.add(
        secret(
            below + "AAuthSecret",
            Format.CHR,
            (draft, text) ->
                change.accept(
                    draft,
                    auth -> {
                      draft.secrets.put(auth.secret(), text);
                      return auth;
                    })));
    nodes.add(
        secret(
            below + "AAuthData",
            Format.BIN,
            (draft, text) ->
                change.accept(
                    draft,
                    auth -> {
                      draft.secrets.put(auth.nonce(), text);
                      return auth;
                    })));
  }

  private static Auth.Scheme scheme(String text, boolean basicAllowed) {
    var name = text.strip();
    if (name.equals("DIGEST")) {
      return Auth.Scheme.DIGEST;
    }
    if (name.equals("BASIC") && basicAllowed) {
      return Auth.Scheme.BASIC;
    }
    throw new IllegalArgumentException("no such AAuthType here: '" + text + "'");
  }

  private static void ext(List<AccountNode> nodes) {
    var below = "Ext/Microsoft/";
    nodes.add(
        readable(
            below + "Role",
            Format.INT,
            draft -> Optional.ofNullable(draft.before().application().get("ROLE"))));
    nodes.add(readable(below + "ProtoVer", Format.CHR, draft -> draft.before().protocolVersion()));
    nodes.add(
        readable(
            below + "DefaultEncoding",
            Format.CHR,
            draft -> Optional.of(draft.before().encoding())));
    nodes.add(
        writable(
            below + "ConnRetryFreq",
            Format.INT,
            draft -> Optional.of(Integer.toString(draft.retry.attempts())),
            (draft, text) ->
                draft.retry =
                    new Retry(
                        Numbers.within(text, 0, 1000), draft.retry.initial(), draft.retry.most())));
    nodes.add(
        writable(
            below + "InitialBackOffTime",
            Format.INT,
            draft -> Optional.of(Long.toString(draft.retry.initial().toMillis())),
            (draft, text) ->
                draft.retry = new Retry(draft.retry.attempts(), millis(text), draft.retry.most())));
    nodes.add(
        writable(
            below + "MaxBackOffTime",
            Format.INT,
            draft -> Optional.of(Long.toString(draft.retry.most().toMillis())),
            (draft, text) ->
                draft.retry =
                    new Retry(draft.retry.attempts(), draft.retry.initial(), millis(text))));
    nodes.add(
        writable(
            below + "SSLCLIENTCERTSEARCHCRITERIA",
            Format.CHR,
            draft -> draft.certificateSearch,
            (draft, text) -> draft.certificateSearch = Optional.of(text)));
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Numbers.within(text, 0, Integer.MAX_VALUE));
  }
}
