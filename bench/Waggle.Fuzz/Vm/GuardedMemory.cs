using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Waggle.Fuzz.Vm;

/// <summary>Memory for programs that ends where a page ends behind which nothing may be touched, with a pattern before it.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int PageSize = 4096, ReadWrite = 3, NoAccess = 0, PrivateAnonymous = 0x22;
    private const byte Pattern = 0xa5;

    private readonly byte* _start;

    public GuardedMemory()
    {
        _start = (byte*)Map(0, 3 * PageSize, NoAccess, PrivateAnonymous, -1, 0);
        if ((nint)_start == -1 || Protect((nint)(_start + PageSize), PageSize, ReadWrite) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "cannot map memory");
        new Span<byte>(_start + PageSize, PageSize).Fill(Pattern);
    }

    /// <summary>Fills the last bytes.</summary>
    /// <returns>Where they are.</returns>
    public byte* Put(ReadOnlySpan<byte> bytes)
    {
        byte* at = _start + 2 * PageSize - bytes.Length;
        bytes.CopyTo(new Span<byte>(at, bytes.Length));
        return at;
    }

    /// <summary>Whether anything else than the last bytes was written to; mends it.</summary>
    public bool IsSpoiled(int length)
    {
        Span<byte> before = new(_start + PageSize, PageSize - length);
        if (before.IndexOfAnyExcept(Pattern) < 0) return false;
        before.Fill(Pattern);
        return true;
    }

    public void Dispose() => _ = Unmap((nint)_start, 3 * PageSize);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);
}
