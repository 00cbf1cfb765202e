using System.Collections.Frozen;
using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;
using Waggle.Vm.Maps;

namespace Waggle.Vm;

/// <summary>Ties one program to the maps, helpers and kernel functions that it names.</summary>
internal sealed class ProgramLinking(ProgramSpec spec, IReadOnlyDictionary<string, VmMap> maps, ApplicationHelpers helpers, ObjectExterns? externs)
{
    private readonly List<VmMap> _used = [];
    private readonly Dictionary<int, MapUse> _uses = [];
    private readonly Dictionary<int, HelperBinding> _namedCalls = [];
    private readonly Dictionary<int, ulong> _namedValues = [];
    private readonly Dictionary<int, string> _missing = [];

    internal ProgramImage Link(ImmutableArray<CoreFailure> missingTypes, bool isTrusted, ContextShape? context = null)
    {
        foreach (CoreFailure failure in missingTypes)
            _missing[failure.Relocation.InstructionIndex] = $"It needs what the kernel's types that the engine was given do not have: {failure}";
        foreach (MapReference reference in spec.MapReferences) LinkMap(reference);
        ProgramCode code = Read();
        foreach (ExternReference reference in spec.ExternReferences) LinkExtern(reference, code);
        return new ProgramImage
        {
            Name = spec.Name,
            Type = spec.Type,
            Code = code,
            Context = context ?? ContextShapes.For(spec.Type, spec.ExpectedAttachType)
                ?? throw new VmLoadException(spec.Name, null, $"The embedded engine does not run programs of type {spec.Type}."),
            Maps = [.. _used],
            MapUses = _uses.ToFrozenDictionary(),
            Helpers = FindHelpers(code),
            NamedCalls = _namedCalls.ToFrozenDictionary(),
            NamedValues = _namedValues.ToFrozenDictionary(),
            MissingCalls = _missing.ToFrozenDictionary(),
            IsTrusted = isTrusted,
        };
    }

    private void LinkMap(MapReference reference)
    {
        if (!maps.TryGetValue(reference.MapName, out VmMap? map))
            throw new VmLoadException(spec.Name, reference.InstructionIndex, $"The object has no map '{reference.MapName}'.");
        int index = _used.IndexOf(map);
        if (index < 0)
        {
            index = _used.Count;
            _used.Add(map);
        }

        if (reference.ValueOffset is { } offset && (map.Values.Count == 0 || offset < 0 || offset > map.ValueSizeInBytes))
            throw new VmLoadException(spec.Name, reference.InstructionIndex, $"It wants byte {offset} of {map}.");
        _uses.Add(reference.InstructionIndex, new(index, reference.ValueOffset));
    }

    private void LinkExtern(ExternReference reference, ProgramCode code)
    {
        int slot = reference.InstructionIndex;
        if (externs is null || (uint)slot >= (uint)code.Instructions.Length)
            throw new VmLoadException(spec.Name, slot, $"It refers to '{reference.Name}', which no object declares.");
        NamedThing found = externs.Find(spec, reference);
        if (code.Instructions[slot].IsWide) _namedValues[slot] = found.Value;
        else if (!code.Instructions[slot].IsCall()) throw new VmLoadException(spec.Name, slot, $"It refers to '{reference.Name}' and is neither a 64-bit load nor a call.");
        else if (found.Function is { } function) _namedCalls[slot] = function;
        else _missing[slot] = $"It calls '{reference.Name}', which the engine does not have: ask with bpf_ksym_exists before the call.";
    }

    private ProgramCode Read()
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

    private FrozenDictionary<int, HelperBinding> FindHelpers(ProgramCode code)
    {
        Dictionary<int, HelperBinding> found = [];
        foreach (Instruction instruction in code.Instructions)
        {
            // The second slots of wide immediates have an opcode that is no call.
            if (instruction.IsCall(CallKind.Helper) && (HelperTable.Find(instruction.Immediate, spec.Type) ?? helpers.Find(instruction.Immediate)) is { } helper)
                found[instruction.Immediate] = helper;
        }

        return found.ToFrozenDictionary();
    }
}
