package io.reeve.core.dm;

import java.util.List;
import java.util.Optional;

/// Writes messages in the element order of the OMA representation protocol.
final class SyncMlWriter {
  private static final String METINF = " xmlns=\"syncml:metinf\"";
  private static final String MSFT =
      " xmlns:msft=\"http://schemas.microsoft.com/MobileDevice/MDM\"";

  private final boolean msft;
  private final StringBuilder out = new StringBuilder();

  SyncMlWriter(boolean msft) {
    this.msft = msft;
  }

  String message(Message message) {
    out.append("<SyncML xmlns=\"SYNCML:SYNCML1.2\">");
    header(message.header());
    out.append("<SyncBody").append(msft ? MSFT : "").append('>');
    message.commands().forEach(this::command);
    out.append(message.last() ? "<Final/>" : "").append("</SyncBody></SyncML>");
    return out.toString();
  }

  String text(Command command) {
    command(command);
    return out.toString();
  }

  private void header(SyncHdr hdr) {
    out.append("<SyncHdr>");
    leaf("VerDTD", hdr.verDtd());
    leaf("VerProto", hdr.verProto());
    leaf("SessionID", hdr.sessionId());
    leaf("MsgID", hdr.msgId());
    place("Target", hdr.target(), Optional.empty());
    place("Source", hdr.source(), hdr.sourceName());
    hdr.respUri().ifPresent(uri -> leaf("RespURI", uri));
    hdr.cred().ifPresent(this::cred);
    meta(hdr.meta());
    out.append("</SyncHdr>");
  }

  private void command(Command command) {
    out.append('<').append(command.name()).append('>');
    leaf("CmdID", command.cmdId());
    switch (command) {
      case Command.Add add -> onItems(add.meta(), add.items());
      case Command.Replace replace -> onItems(replace.meta(), replace.items());
      case Command.Delete delete -> onItems(delete.meta(), delete.items());
      case Command.Get read -> onItems(read.meta(), read.items());
      case Command.Copy copy -> onItems(copy.meta(), copy.items());
      case Command.Exec exec -> {
        meta(exec.meta());
        exec.correlator().ifPresent(text -> leaf("Correlator", text));
        exec.items().forEach(this::item);
      }
      case Command.Alert alert -> {
        if (!alert.code().isEmpty()) {
          leaf("Data", alert.code());
        }
        alert.correlator().ifPresent(text -> leaf("Correlator", text));
        alert.items().forEach(this::item);
      }
      case Command.Atomic atomic -> {
        meta(atomic.meta());
        atomic.commands().forEach(this::command);
      }
      case Command.Sequence sequence -> {
        meta(sequence.meta());
        sequence.commands().forEach(this::command);
      }
      case Command.Status status -> status(status);
      case Command.Results results -> results(results);
      case Command.Unknown _ -> {
        // only its CmdID was kept
      }
    }
    out.append("</").append(command.name()).append('>');
  }

  private void onItems(Meta meta, List<Item> items) {
    meta(meta);
    items.forEach(this::item);
  }

  private void status(Command.Status status) {
    leaf("MsgRef", status.msgRef());
    leaf("CmdRef", status.cmdRef());
    leaf("Cmd", status.cmd());
    status.targetRefs().forEach(uri -> leaf("TargetRef", uri));
    status.sourceRefs().forEach(uri -> leaf("SourceRef", uri));
    status
        .chal()
        .ifPresent(meta -> {
          out.append("<Chal>");
          meta(meta);
          out.append("</Chal>");
        });
    out.append("<Data");
    if (msft) {
      status
          .originalError()
          .ifPresent(error -> {
            out.append(" msft:originalerror=\"");
            Escapes.attribute(out, error);
            out.append('"');
          });
    }
    out.append('>');
    Escapes.text(out, status.code());
    out.append("</Data>");
    status.items().forEach(this::item);
  }

  private void results(Command.Results results) {
    leaf("MsgRef", results.msgRef());
    leaf("CmdRef", results.cmdRef());
    if (!results.cmd().isEmpty()) {
      leaf("Cmd", results.cmd());
    }
    meta(results.meta());
    results.targetRef().ifPresent(uri -> leaf("TargetRef", uri));
    results.sourceRef().ifPresent(uri -> leaf("SourceRef", uri));
    results.items().forEach(this::item);
  }

  private void item(Item item) {
    out.append("<Item>");
    item.target().ifPresent(uri -> place("Target", uri, Optional.empty()));
    item.source().ifPresent(uri -> place("Source", uri, Optional.empty()));
    meta(item.meta());
    item.data().ifPresent(text -> leaf("Data", text));
    out.append(item.moreData() ? "<MoreData/>" : "").append("</Item>");
  }

  private void place(String name, String uri, Optional<String> locName) {
    out.append('<').append(name).append('>');
    leaf("LocURI", uri);
    locName.ifPresent(text -> leaf("LocName", text));
    out.append("</").append(name).append('>');
  }

  private void cred(Cred cred) {
    out.append("<Cred>");
    meta(cred.meta());
    leaf("Data", cred.data());
    out.append("</Cred>");
  }

  private void meta(Meta meta) {
    if (meta.isEmpty()) {
      return;
    }
    out.append("<Meta>");
    meta("Format", meta.format());
    meta("Type", meta.type());
    meta("Mark", meta.mark());
    meta("Size", meta.size());
    meta("NextNonce", meta.nextNonce());
    meta("MaxMsgSize", meta.maxMsgSize());
    meta("MaxObjSize", meta.maxObjSize());
    out.append("</Meta>");
  }

  private void meta(String name, Optional<String> value) {
    value.ifPresent(text -> {
      out.append('<').append(name).append(METINF).append('>');
      Escapes.text(out, text);
      out.append("</").append(name).append('>');
    });
  }

  private void leaf(String name, String text) {
    out.append('<').append(name).append('>');
    Escapes.text(out, text);
    out.append("</").append(name).append('>');
  }
}
