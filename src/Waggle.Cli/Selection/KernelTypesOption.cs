using System.CommandLine;
using Waggle.Bpf.Types;

namespace Waggle.Cli.Selection;

/// <summary><c>--btf FILE</c>: types of another kernel, or of this one where it has none of its own.</summary>
internal sealed class KernelTypesOption : Option<string?>
{
    public KernelTypesOption() : base("--btf")
    {
        Description = "Resolve CO-RE relocations against the types of this file instead of the running kernel's: raw BTF, as "
            + "/sys/kernel/btf/vmlinux of the kernel that is meant. With --engine kernel the verdict stays the running kernel's.";
        HelpName = "FILE";
    }

    /// <summary>The types; null if the option is not given.</summary>
    /// <exception cref="Lifetime.InputException">The file has no types, or they are damaged.</exception>
    public Btf? Read(ParseResult parsed) => parsed.GetValue(this) is { } file ? BtfSource.Read(["file", file]) : null;
}
