package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/// What we call of `oleaut32.dll`: texts (BSTR) and variants.
interface OleAut32 extends Library {
  int VT_EMPTY = 0;
  int VT_NULL = 1;
  int VT_I2 = 2;
  int VT_I4 = 3;
  int VT_R8 = 5;
  int VT_DATE = 7;
  int VT_BSTR = 8;
  int VT_DISPATCH = 9;
  int VT_BOOL = 11;
  int VT_UNKNOWN = 13;
  int VT_I1 = 16;
  int VT_UI1 = 17;
  int VT_UI2 = 18;
  int VT_UI4 = 19;

  long SysAllocString(byte[] text);

  void SysFreeString(long text);

  int SysStringLen(long text);

  int VariantClear(Pointer variant);
}
