using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Vm.Helpers;

namespace Waggle.Vm.Tests.Helpers;

/// <summary>Programs in assembler that call kernel functions by name, as objects do.</summary>
internal static class NamedCalls
{
    private const int First = 100_000; // stands for the first of the names while the text is assembled

    private static readonly string[] s_names = [.. KernelFunctionTable.Names];

    private static readonly InstructionSymbols s_symbols = new()
    {
        HelperName = HelperNames.NameOf,
        HelperNumber = name => Array.IndexOf(s_names, name) is >= 0 and var index ? First + index : HelperNames.NumberOf(name),
    };

    /// <summary>Assembles a program.</summary>
    internal static ProgramSpec Assemble(string name, ProgramType type, string text)
    {
        AssembledProgram program = Assembler.Assemble(text, s_symbols);
        Instruction[] code = [.. program.Instructions];
        List<ExternReference> references = [];
        for (int slot = 0; slot < code.Length; slot++)
        {
            int index = code[slot].Immediate - First;
            if ((uint)index >= (uint)s_names.Length || code[slot] != Instruction.CallHelper(First + index)) continue;
            code[slot] = code[slot] with { Source = (Register)CallKind.KernelFunction, Immediate = 0 };
            references.Add(new(slot, s_names[index]));
        }

        return new()
        {
            Name = name,
            Section = type switch { ProgramType.Xdp => "xdp", ProgramType.SchedCls => "tc", _ => "syscall" },
            Type = type,
            IsSleepable = type == ProgramType.Syscall, // as the kernel wants it
            Instructions = [.. code],
            MapReferences = program.MapReferences,
            ExternReferences = [.. references],
        };
    }

    /// <summary>What an object of such programs declares.</summary>
    internal static ExternSpec[] ExternsOf(params ReadOnlySpan<ProgramSpec> programs)
    {
        HashSet<string> names = [];
        foreach (ProgramSpec program in programs) names.UnionWith(program.ExternReferences.Select(r => r.Name));
        return [.. names.Select(name => new ExternSpec(name, ExternKind.Function, 0, IsWeak: false))];
    }
}
