using System.Collections.Frozen;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;
using Waggle.Vm.Maps;

namespace Waggle.Vm;

/// <summary>Ties a program to the maps and helpers that it names.</summary>
internal static class ProgramLinking
{
    internal static ProgramImage Link(ProgramSpec spec, IReadOnlyDictionary<string, VmMap> maps, bool isTrusted, ContextShape? context = null)
    {
        if (!spec.ExternReferences.IsEmpty)
        {
            ExternReference first = spec.ExternReferences[0];
            throw new VmLoadException(spec.Name, first.InstructionIndex, $"It wants '{first.Name}' of the kernel, which the embedded engine does not have.");
        }

        List<VmMap> used = [];
        Dictionary<int, MapUse> uses = [];
        foreach (MapReference reference in spec.MapReferences)
        {
            if (!maps.TryGetValue(reference.MapName, out VmMap? map))
                throw new VmLoadException(spec.Name, reference.InstructionIndex, $"The object has no map '{reference.MapName}'.");
            int index = used.IndexOf(map);
            if (index < 0)
            {
                index = used.Count;
                used.Add(map);
            }

            if (reference.ValueOffset is { } offset && (map.Values.Count == 0 || offset < 0 || offset > map.ValueSizeInBytes))
                throw new VmLoadException(spec.Name, reference.InstructionIndex, $"It wants byte {offset} of {map}.");
            uses.Add(reference.InstructionIndex, new(index, reference.ValueOffset));
        }

        ProgramCode code = Read(spec);
        return new ProgramImage
        {
            Name = spec.Name,
            Type = spec.Type,
            Code = code,
            Context = context ?? ContextShapes.For(spec.Type, spec.ExpectedAttachType)
                ?? throw new VmLoadException(spec.Name, null, $"The embedded engine does not run programs of type {spec.Type}."),
            Maps = [.. used],
            MapUses = uses.ToFrozenDictionary(),
            Helpers = FindHelpers(code, spec.Type),
            IsTrusted = isTrusted,
        };
    }

    private static ProgramCode Read(ProgramSpec spec)
    {
        try
        {
            return ProgramCode.Read(spec.Instructions);
        }
        catch (CodeException e)
        {
            throw new VmLoadException(spec.Name, e.Slot, e.Reason);
        }
    }

    private static FrozenDictionary<int, HelperBinding> FindHelpers(ProgramCode code, ProgramType type)
    {
        Dictionary<int, HelperBinding> found = [];
        foreach (Instruction instruction in code.Instructions)
        {
            // The second slots of wide immediates have an opcode that is no call.
            if (instruction.IsCall(CallKind.Helper) && HelperTable.Find(instruction.Immediate, type) is { } helper) found[helper.Number] = helper;
        }

        return found.ToFrozenDictionary();
    }
}
