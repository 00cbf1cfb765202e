using System.Globalization;
using System.Runtime.InteropServices;

namespace Waggle.Agent.Signals;

/// <summary>Names of the flags of <c>open</c>.</summary>
internal static class OpenFlags
{
    private const uint AccessMask = 3;
    private const uint Path = 0x20_0000; // O_PATH: the access mode means nothing

    private static readonly string[] s_access = ["O_RDONLY", "O_WRONLY", "O_RDWR", "O_ACCMODE"];

    // include/uapi/asm-generic/fcntl.h; arch/arm64/include/uapi/asm/fcntl.h swaps four. Wider ones first: O_SYNC holds O_DSYNC,
    // O_TMPFILE holds O_DIRECTORY.
    private static readonly (uint Bits, string Name)[] s_rows = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.Arm64 => [(0x40_4000, "O_TMPFILE"), (0x4000, "O_DIRECTORY"), (0x8000, "O_NOFOLLOW"), (0x1_0000, "O_DIRECT"), (0x2_0000, "O_LARGEFILE"), .. Common],
        _ => [(0x41_0000, "O_TMPFILE"), (0x1_0000, "O_DIRECTORY"), (0x2_0000, "O_NOFOLLOW"), (0x4000, "O_DIRECT"), (0x8000, "O_LARGEFILE"), .. Common],
    };

    private static (uint Bits, string Name)[] Common =>
    [
        (0x10_1000, "O_SYNC"), (0x40, "O_CREAT"), (0x80, "O_EXCL"), (0x100, "O_NOCTTY"), (0x200, "O_TRUNC"), (0x400, "O_APPEND"),
        (0x800, "O_NONBLOCK"), (0x1000, "O_DSYNC"), (0x2000, "FASYNC"), (0x4_0000, "O_NOATIME"), (0x8_0000, "O_CLOEXEC"), (Path, "O_PATH"),
    ];

    internal static string Describe(uint flags)
    {
        uint rest = flags & ~AccessMask;
        string text = (flags & Path) != 0 ? "" : s_access[flags & AccessMask];
        foreach ((uint bits, string name) in s_rows)
        {
            if ((rest & bits) != bits) continue;
            text = text.Length == 0 ? name : $"{text}|{name}";
            rest &= ~bits;
        }

        return rest == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}|0x{rest:x}");
    }
}
