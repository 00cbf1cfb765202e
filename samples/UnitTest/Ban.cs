using System.Runtime.InteropServices;

namespace UnitTest;

/// <summary>The program's <c>struct ban</c>. The engine compares its fields with the program's types.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Ban
{
    public ulong Until;
    public ulong Dropped;
}
