/* What the interface declares, as a C compiler for macOS lays it out. Typed by hand after the public
   manual page statfs(2); nothing of Apple's headers is in here. */

typedef unsigned int u32;
typedef unsigned long long u64;

struct Statfs {
  u32 f_bsize;
  int f_iosize;
  u64 f_blocks;
  u64 f_bfree;
  u64 f_bavail;
  u64 f_files;
  u64 f_ffree;
  struct { int val[2]; } f_fsid;
  u32 f_owner;
  u32 f_type;
  u32 f_flags;
  u32 f_fssubtype;
  char f_fstypename[16];
  char f_mntonname[1024];
  char f_mntfromname[1024];
  u32 f_flags_ext;
  u32 f_reserved[7];
};

/* NSPoint and NSSize. */
struct Pair {
  double x;
  double y;
};

unsigned long sizes[] = {sizeof(struct Statfs), sizeof(struct Pair)};

/* What the functions are declared to take and give. */
_Static_assert(sizeof(long) == 8, "CFIndex, CFTypeID and size_t");
_Static_assert(sizeof(void *) == 8, "every object");
_Static_assert(sizeof(int) == 4, "CFStringEncoding, DAReturn, OSStatus and the tokens of notify");
_Static_assert(sizeof(_Bool) == 1, "bool of OpenDirectory");
_Static_assert(sizeof(unsigned char) == 1, "Boolean of CoreFoundation");
_Static_assert(sizeof(signed char) == 1, "BOOL on Intel");
_Static_assert(sizeof(long) == 8, "NSInteger, CFOptionFlags and CFNumberType");
_Static_assert(sizeof(double) == 8, "CGFloat and CFTimeInterval");
