using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Proofs;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Maps, and what lies in their values.</content>
internal sealed partial class Exploration
{
    private readonly List<MapSpec> _maps = []; // those that were met, by the index that registers have
    private readonly List<ImmutableArray<ValueField>> _fields = [];

    private bool UsesArena => _text.Object.Maps.Any(map => map.Type == MapType.Arena);

    private MapSpec Map(in RegisterState register) => _maps[register.Map];

    private ImmutableArray<ValueField> FieldsOf(in RegisterState register) => _fields[register.Map];

    private int IndexOf(MapSpec map)
    {
        int index = _maps.IndexOf(map);
        if (index >= 0) return index;
        _maps.Add(map);
        _fields.Add(FieldChanges.In(ValueFields.Of(map, _text.Object.Btf), _profile));
        if (_profile.WhyNot(map.Type) is { } why) throw Reject(Rule.NotInThisKernel, why);
        CheckMapForProgram(map, _fields[^1]);
        return _maps.Count - 1;
    }

    // What lies in values may be nothing for some types of program (check_map_prog_compatibility).
    private void CheckMapForProgram(MapSpec map, ImmutableArray<ValueField> fields)
    {
        foreach (ValueField field in fields)
        {
            bool isFine = field.Kind switch
            {
                ValueFieldKind.SpinLock => MapUses.MayHoldSpinLocks(_program.Type),
                ValueFieldKind.Timer or ValueFieldKind.WorkQueue or ValueFieldKind.ListHead or ValueFieldKind.TreeRoot => MapUses.MayHoldTimersAndLists(_program.Type),
                _ => true,
            };
            if (!isFine) throw Reject(Rule.MapNotForHelper, $"tracing progs cannot use {NameOf(field.Kind)} yet");
        }
        if (_program.IsSleepable && !(MapUses.SleepableSince(map.Type) <= _policy.Kernel))
            throw Reject(Rule.MapNotForHelper, $"Sleepable programs can only use array, hash, ringbuf and local storage maps: '{map.Name}' is of type {map.Type}");
    }

    // A value that is there: of some kinds of map it is not bytes but a map, or a socket (mark_ptr_not_null_reg).
    private void FindInnerMap(ref RegisterState register)
    {
        MapSpec map = Map(register);
        switch (map.Type)
        {
            case MapType.ArrayOfMaps or MapType.HashOfMaps when map.InnerMap is { } inner:
                register.Kind = RegisterKind.Map;
                register.Map = IndexOf(inner);
                register.MapId = register.Id;
                break;
            case MapType.XskMap:
                register.Kind = RegisterKind.XdpSocket;
                break;
            case MapType.SockMap or MapType.SockHash:
                register.Kind = RegisterKind.Socket;
                break;
        }
    }

    private bool MayHoldLock(in RegisterState register) =>
        register.Kind == RegisterKind.MapValue && FieldsOf(register).Any(field => field.Kind is ValueFieldKind.SpinLock)
        || register is { Kind: RegisterKind.KernelObject } && register.Has(RegisterTraits.Allocated);

    // Locks, timers and the like are not touched by loads and stores; a kernel pointer is, as a whole. True if it was one.
    private bool AccessSpecialField(in RegisterState pointer, int offset, int size, bool isWrite, int value)
    {
        ImmutableArray<ValueField> fields = FieldsOf(pointer);
        if (fields.IsEmpty) return false;
        long low = offset + pointer.Number.SMin, high = offset + (long)pointer.Number.UMax + size;
        foreach (ValueField field in fields)
        {
            if (low >= field.Offset + field.Size || high <= field.Offset) continue;
            if (field.Kind != ValueFieldKind.KernelPointer)
                throw Reject(Rule.MapAccess, $"{NameOf(field.Kind)} cannot be accessed directly by load/store");
            if (!pointer.Number.IsConstant) throw Reject(Rule.MapAccess, "kptr access cannot have variable offset");
            if (low != field.Offset) throw Reject(Rule.MapAccess, $"kptr access misaligned expected={field.Offset} off={low}");
            if (size != field.Size) throw Reject(Rule.MapAccess, "kptr access size must be BPF_DW");
            AccessKernelPointer(field, isWrite, value);
            return true;
        }
        return false;
    }

    private void AccessKernelPointer(in ValueField field, bool isWrite, int value)
    {
        if (!isWrite)
        {
            if (value < 0) throw Reject(Rule.MapAccess, "kptr cannot be accessed indirectly by helper");
            bool isInRcu = IsInRcu && _profile.Has(KernelFeature.ReferencedPointersByKptr);
            RegisterTraits traits = RegisterTraits.MayBeNull | (field.IsReferenced && !isInRcu ? RegisterTraits.Untrusted : field.IsReferenced ? RegisterTraits.Rcu : RegisterTraits.Untrusted);
            if (!IsKernelType(field.TypeId)) traits |= RegisterTraits.Allocated;
            if (field.Tag == "percpu_kptr") traits |= RegisterTraits.PerCpu;
            Registers[value] = RegisterState.Pointer(RegisterKind.KernelObject, traits) with { TypeId = field.TypeId, Types = TypeSource.Program, Id = ++_lastId };
            return;
        }

        if (value < 0)
        {
            if (_code[_slot].Immediate != 0) throw Reject(Rule.MapAccess, $"BPF_ST imm must be 0 when storing to kptr at off={field.Offset}");
            return;
        }
        if (field.IsReferenced) throw Reject(Rule.MapAccess, "store to referenced kptr disallowed");
        if (!Registers[value].IsNull && Registers[value].Kind != RegisterKind.KernelObject)
            throw Reject(Rule.MapAccess, $"invalid kptr access, R{value} type={Describe(Registers[value])} expected=ptr_");
    }

    private static string NameOf(ValueFieldKind kind) => kind switch
    {
        ValueFieldKind.SpinLock => "bpf_spin_lock",
        ValueFieldKind.Timer => "bpf_timer",
        ValueFieldKind.WorkQueue => "bpf_wq",
        ValueFieldKind.TaskWork => "bpf_task_work",
        ValueFieldKind.KernelPointer => "kptr",
        ValueFieldKind.ListHead => "bpf_list_head",
        ValueFieldKind.ListNode => "bpf_list_node",
        ValueFieldKind.TreeRoot => "bpf_rb_root",
        ValueFieldKind.TreeNode => "bpf_rb_node",
        _ => "bpf_refcount",
    };

    // The map itself, read as the kernel's struct bpf_map.
    private void AccessMapItself(int register, int offset, int size, bool isWrite, int value)
    {
        Proven[_slot] |= ProofFacts.Elsewhere;
        if (!_policy.MayLeak) throw Reject(Rule.KernelObjectAccess, "'struct bpf_map' access is allowed only to CAP_PERFMON and CAP_SYS_ADMIN");
        if (isWrite) throw Reject(Rule.ReadOnlyMemory, "only read from bpf_map is supported");
        if (offset < 0) throw Reject(Rule.KernelObjectAccess, $"R{register} is bpf_map invalid negative access: off={offset}");
        if (_policy.KernelTypes is { } types && types.TryFind("bpf_map", out int id, out BtfComposite? _))
        {
            ReadMember(TypeSource.Kernel, id, offset, size, value, RegisterTraits.Untrusted);
            return;
        }
        SetUnknown(value);
    }

    private RegisterState ExternValue(string name)
    {
        ExternSpec? found = _text.FindExtern(name);
        if (_policy.Host is { } host) return found is { IsWeak: true } && !MayHave(host, found, name.Split("___")[0]) ? RegisterState.Constant(0) : RegisterState.Unknown;
        if (found is null || _policy.KernelTypes is not { } kernel) return RegisterState.Unknown;
        string bare = name.Split("___")[0];
        switch (found.Kind)
        {
            case ExternKind.Function:
                if (!kernel.TryFind(bare, out _, out BtfFunction? _)) return RegisterState.Constant(0);
                return _profile.WhyNot(KernelFeature.FunctionAddresses) is { } why
                    ? throw Reject(Rule.NotInThisKernel, why)
                    : RegisterState.Pointer(RegisterKind.Memory, RegisterTraits.ReadOnly);
            case ExternKind.Variable when kernel.TryFind(bare, out _, out BtfVariable? variable):
                return AddressOf(kernel, bare, variable);
            case ExternKind.Variable when found.IsWeak:
                return RegisterState.Constant(0);
            default:
                return RegisterState.Unknown;
        }
    }

    private static RegisterState AddressOf(Btf kernel, string name, BtfVariable variable)
    {
        int type = kernel.SkipModifiers(variable.TypeId);
        bool isPerCpu = kernel.TryFind(".data..percpu", out _, out BtfDataSection? section) && section.Variables.Any(v => kernel[v.VariableId].Name == name);
        if (isPerCpu) return RegisterState.Pointer(RegisterKind.KernelObject, RegisterTraits.PerCpu) with { TypeId = type };
        return kernel[type] is BtfComposite
            ? RegisterState.Pointer(RegisterKind.KernelObject) with { TypeId = type }
            : RegisterState.Pointer(RegisterKind.Memory, RegisterTraits.ReadOnly) with { Range = SizeOrZero(kernel, type) };
    }

    private bool IsMayGoto(int slot) => _code[slot].Opcode is { Class: InstructionClass.Jmp, JumpOperation: JumpOperation.MayGoto };

    // The number of an array's element, where it is known: such a lookup finds one (get_constant_map_key). Not in a map of maps: of the map
    // that is found there only a template is known, and the map may be smaller. Linux 6.18 does not look.
    private void NoteConstantKey(int register, ref CallFacts facts)
    {
        RegisterState given = Registers[register];
        bool isArray = facts is { MapId: 0, Map.Type: MapType.Array or MapType.PerCpuArray };
        if (!isArray || !_policy.IsCapable || !_profile.Has(KernelFeature.ConstantZeroLookup) || given.Kind != RegisterKind.Stack || !given.Number.IsConstant) return;
        (int number, int at) = PlaceOf(given.Offset + (int)given.Number.Value);
        ref readonly StackSlot slot = ref _state[given.Range].Slots[number];
        int size = facts.Map!.KeySizeInBytes;
        if (at + size <= SlotSize && slot.IsAll(at, size, SlotContent.Zero))
        {
            facts.ConstantKey = 0;
            return;
        }

        int width = 0;
        while (at + width < SlotSize && slot[at + width] == SlotContent.Spill) width++;
        if (width != size || !slot.IsSpilledScalar || !slot.Register.Number.IsConstant) return;
        facts.ConstantKey = slot.Register.Number.Bits.Value;
        // It decides something: states with another key are not like this one.
        BeginWanting();
        _wantedSlots[given.Range] = 1ul << number;
        GoBack();
    }
}
