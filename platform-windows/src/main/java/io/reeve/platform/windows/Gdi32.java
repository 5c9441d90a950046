package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Structure.FieldOrder;

/// What we call of `gdi32.dll`: the font in which people have chosen to read messages.
interface Gdi32 extends Library {
  @FieldOrder({
    "lfHeight",
    "lfWidth",
    "lfEscapement",
    "lfOrientation",
    "lfWeight",
    "lfItalic",
    "lfUnderline",
    "lfStrikeOut",
    "lfCharSet",
    "lfOutPrecision",
    "lfClipPrecision",
    "lfQuality",
    "lfPitchAndFamily",
    "lfFaceName"
  })
  final class LOGFONTW extends WinStructure {
    public int lfHeight;
    public int lfWidth;
    public int lfEscapement;
    public int lfOrientation;
    public int lfWeight;
    public byte lfItalic;
    public byte lfUnderline;
    public byte lfStrikeOut;
    public byte lfCharSet;
    public byte lfOutPrecision;
    public byte lfClipPrecision;
    public byte lfQuality;
    public byte lfPitchAndFamily;
    public byte[] lfFaceName = new byte[64];
  }

  @FieldOrder({
    "cbSize",
    "iBorderWidth",
    "iScrollWidth",
    "iScrollHeight",
    "iCaptionWidth",
    "iCaptionHeight",
    "lfCaptionFont",
    "iSmCaptionWidth",
    "iSmCaptionHeight",
    "lfSmCaptionFont",
    "iMenuWidth",
    "iMenuHeight",
    "lfMenuFont",
    "lfStatusFont",
    "lfMessageFont",
    "iPaddedBorderWidth"
  })
  final class NONCLIENTMETRICSW extends WinStructure {
    public int cbSize;
    public int iBorderWidth;
    public int iScrollWidth;
    public int iScrollHeight;
    public int iCaptionWidth;
    public int iCaptionHeight;
    public LOGFONTW lfCaptionFont = new LOGFONTW();
    public int iSmCaptionWidth;
    public int iSmCaptionHeight;
    public LOGFONTW lfSmCaptionFont = new LOGFONTW();
    public int iMenuWidth;
    public int iMenuHeight;
    public LOGFONTW lfMenuFont = new LOGFONTW();
    public LOGFONTW lfStatusFont = new LOGFONTW();
    public LOGFONTW lfMessageFont = new LOGFONTW();
    public int iPaddedBorderWidth;
  }

  long CreateFontIndirectW(LOGFONTW font);

  long SelectObject(long context, long object);

  int DeleteObject(long object);
}
