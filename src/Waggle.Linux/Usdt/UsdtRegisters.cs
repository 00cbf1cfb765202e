using System.Collections.Frozen;

namespace Waggle.Linux.Usdt;

/// <summary>Byte offsets of registers in <c>struct pt_regs</c>, as the kernel keeps them of user space.</summary>
/// <remarks>Sources: arch/x86/include/asm/ptrace.h and arch/arm64/include/uapi/asm/ptrace.h.</remarks>
internal static class UsdtRegisters
{
    // In the order of pt_regs; "" has no name that an argument uses.
    private static readonly string[] s_x64 =
    [
        "r15", "r14", "r13", "r12", "rbp ebp bp bpl", "rbx ebx bx bl", "r11", "r10", "r9", "r8", "rax eax ax al", "rcx ecx cx cl",
        "rdx edx dx dl", "rsi esi si sil", "rdi edi di dil", "", "rip eip", "", "", "rsp esp sp spl",
    ];

    /// <summary>x86-64: rax, eax, ax, al; r8, r8d, r8w, r8b.</summary>
    public static FrozenDictionary<string, int> X64 { get; } = BuildX64().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>arm64: x0 to x30, w0 to w30, sp.</summary>
    public static FrozenDictionary<string, int> Arm64 { get; } = BuildArm64().ToFrozenDictionary(StringComparer.Ordinal);

    private static Dictionary<string, int> BuildX64()
    {
        var offsets = new Dictionary<string, int>();
        for (int i = 0; i < s_x64.Length; i++)
        {
            foreach (string name in s_x64[i].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                offsets[name] = i * sizeof(ulong);
                if (!char.IsAsciiDigit(name[1])) continue;
                foreach (char part in "dwb") offsets[name + part] = i * sizeof(ulong);
            }
        }
        return offsets;
    }

    private static Dictionary<string, int> BuildArm64()
    {
        var offsets = new Dictionary<string, int> { ["sp"] = 31 * sizeof(ulong) };
        for (int i = 0; i < 31; i++) offsets[$"x{i}"] = offsets[$"w{i}"] = i * sizeof(ulong);
        return offsets;
    }
}
