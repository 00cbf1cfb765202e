using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;

namespace Waggle.Fuzz.Verifier;

/// <summary>Writes which map an instruction names into the instruction itself, and reads it back: code can then be moved.</summary>
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

        return [.. code];
    }

    public static TestCase Take(ProgramType type, ImmutableArray<Instruction> written)
    {
        Instruction[] code = [.. written];
        ImmutableArray<MapReference>.Builder maps = ImmutableArray.CreateBuilder<MapReference>();
        for (int slot = 0; slot + 1 < code.Length; slot++)
        {
            if (!code[slot].IsWide) continue;
            if (code[slot].Source == Marker)
            {
                maps.Add(new(slot, FuzzMaps.Specs[code[slot].Immediate].Name, code[slot + 1].Immediate is > 0 and var offset ? offset - 1 : null));
                code[slot] = code[slot] with { Source = 0, Immediate = 0 };
                code[slot + 1] = code[slot + 1] with { Immediate = 0 };
            }

            slot++;
        }

        return new(type, [.. code], maps.ToImmutable());
    }
}
