using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;

namespace Waggle.Fuzz.Verifier;

/// <summary>Writes which map or kernel function an instruction names into the instruction itself, and reads it back: code can then be moved.</summary>
internal static class MapCode
{
    private const Register Marker = (Register)PseudoSource.MapDescriptor;

    public static ImmutableArray<Instruction> Put(TestCase test)
    {
        Instruction[] code = [.. test.Code];
        foreach (MapReference reference in test.Maps)
        {
            int slot = reference.InstructionIndex;
            code[slot] = code[slot] with { Source = Marker, Immediate = Array.FindIndex(FuzzMaps.Specs, spec => spec.Name == reference.MapName) };
            code[slot + 1] = code[slot + 1] with { Immediate = reference.ValueOffset + 1 ?? 0 };
        }

        foreach (ExternReference reference in test.Externs)
            code[reference.InstructionIndex] = code[reference.InstructionIndex] with { Immediate = Array.IndexOf(FuzzTypes.KernelFunctions, reference.Name) };
        return [.. code];
    }

    public static TestCase Take(TestCase like, ImmutableArray<Instruction> written)
    {
        Instruction[] code = [.. written];
        ImmutableArray<MapReference>.Builder maps = ImmutableArray.CreateBuilder<MapReference>();
        ImmutableArray<ExternReference>.Builder externs = ImmutableArray.CreateBuilder<ExternReference>();
        for (int slot = 0; slot < code.Length; slot++)
        {
            if (code[slot].Opcode is { IsJump: true, JumpOperation: JumpOperation.Call } && (CallKind)code[slot].Source == CallKind.KernelFunction)
            {
                externs.Add(new(slot, FuzzTypes.KernelFunctions[code[slot].Immediate]));
                code[slot] = code[slot] with { Immediate = 0 };
            }

            if (!code[slot].IsWide || slot + 1 >= code.Length) continue;
            if (code[slot].Source == Marker)
            {
                maps.Add(new(slot, FuzzMaps.Specs[code[slot].Immediate].Name, code[slot + 1].Immediate is > 0 and var offset ? offset - 1 : null));
                code[slot] = code[slot] with { Source = 0, Immediate = 0 };
                code[slot + 1] = code[slot + 1] with { Immediate = 0 };
            }

            slot++;
        }

        return like with { Code = [.. code], Maps = maps.ToImmutable(), Externs = externs.ToImmutable() };
    }
}
