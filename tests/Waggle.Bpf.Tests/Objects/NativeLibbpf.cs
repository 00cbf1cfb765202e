using System.Runtime.InteropServices;
using System.Text;

namespace Waggle.Bpf.Tests.Objects;

/// <summary>The C library that defines what section names mean, asked directly.</summary>
internal static partial class NativeLibbpf
{
    private const string Library = "libbpf.so.1";

    private delegate int Print(int level, nint format, nint arguments);

    public static void SkipUnlessInstalled()
    {
        if (!NativeLibrary.TryLoad(Library, out nint handle))
            Assert.Skip($"{Library} is not installed");
        NativeLibrary.Free(handle);
    }

    /// <summary>What libbpf makes of a section's name; null if it knows none such.</summary>
    public static (int Type, uint AttachType)? Lookup(string section) =>
        ProgramTypeByName(section, out int type, out uint attachType) == 0 ? (type, attachType) : null;

    /// <summary>All names that it knows, from what it says about one that it does not.</summary>
    public static string[] SectionNames()
    {
        var said = new StringBuilder();
        Print print = (_, format, arguments) =>
        {
            byte[] text = new byte[64 * 1024];
            int length = Format(text, (nuint)text.Length, format, arguments);
            said.Append(Encoding.UTF8.GetString(text, 0, Math.Clamp(length, 0, text.Length - 1)));
            return 0;
        };
        nint old = SetPrint(Marshal.GetFunctionPointerForDelegate(print));
        try
        {
            Assert.Null(Lookup("no section has this name"));
        }
        finally
        {
            SetPrint(old);
        }
        GC.KeepAlive(print);
        const string Before = "names are:";
        string all = said.ToString();
        return all[(all.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }

    [LibraryImport(Library, EntryPoint = "libbpf_prog_type_by_name", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ProgramTypeByName(string name, out int type, out uint attachType);

    [LibraryImport(Library, EntryPoint = "libbpf_set_print")]
    private static partial nint SetPrint(nint function);

    [LibraryImport("libc", EntryPoint = "vsnprintf")]
    private static partial int Format(byte[] text, nuint size, nint format, nint arguments);
}
