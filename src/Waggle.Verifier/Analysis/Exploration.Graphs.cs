using System.Collections.Immutable;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Lists and trees of objects that programs have allocated: a lock guards them, and who puts an object in gives it away
/// (<c>process_kf_arg_ptr_to_graph_root</c> and its kin in kernel/bpf/verifier.c).</content>
internal sealed partial class Exploration
{
    private bool CallGraph(string name)
    {
        switch (name)
        {
            case "bpf_list_push_front_impl" or "bpf_list_push_back_impl":
                Insert(ValueFieldKind.ListHead, name);
                break;
            case "bpf_rbtree_add_impl":
                Insert(ValueFieldKind.TreeRoot, name);
                return true;
            case "bpf_list_pop_front" or "bpf_list_pop_back":
                TakeOut(Root(FirstArgument, ValueFieldKind.ListHead));
                break;
            case "bpf_rbtree_remove":
                (int TypeId, int Offset) node = Root(FirstArgument, ValueFieldKind.TreeRoot);
                CheckNode(node, 2, ownsIt: false, name);
                TakeOut(node);
                break;
            case "bpf_rbtree_first" or "bpf_rbtree_root" or "bpf_list_front" or "bpf_list_back":
                LookAt(Root(FirstArgument, name.StartsWith("bpf_list", StringComparison.Ordinal) ? ValueFieldKind.ListHead : ValueFieldKind.TreeRoot));
                break;
            case "bpf_rbtree_left" or "bpf_rbtree_right":
                CheckNode(Root(FirstArgument, ValueFieldKind.TreeRoot), 2, ownsIt: false, name);
                LookAt(Root(FirstArgument, ValueFieldKind.TreeRoot));
                break;
            default:
                return false;
        }
        return true;
    }

    // What the root at a place of a map value or object holds; its lock is held.
    private (int TypeId, int Offset) Root(int register, ValueFieldKind kind)
    {
        Read((Waggle.Bpf.Instructions.Register)register);
        RegisterState given = Registers[register];
        if (given.Kind != RegisterKind.MapValue && !(given.Kind == RegisterKind.KernelObject && given.Has(RegisterTraits.Allocated)))
            throw Reject(Rule.ArgumentType, $"arg#{register - FirstArgument} expected pointer to map value or allocated object");
        if (!given.Number.IsConstant) throw Reject(Rule.ArgumentType, $"R{register} doesn't have constant offset. {NameOf(kind)} has to be at the constant offset");
        int offset = given.Offset + (int)given.Number.Value;
        foreach (ValueField field in FieldsAt(given))
        {
            if (field.Kind != kind || field.Offset != offset) continue;
            if (_state.LockId == 0) throw Reject(Rule.LockState, $"bpf_spin_lock must be held for {NameOf(kind)}");
            if (_state.LockId != LockIdOf(given)) throw Reject(Rule.LockState, "held lock and object are not in the same allocation");
            return (field.TypeId, field.NodeOffset);
        }
        throw Reject(Rule.ArgumentType, $"{NameOf(kind)} not found at offset={offset}");
    }

    private ImmutableArray<ValueField> FieldsAt(RegisterState given) =>
        given.Kind == RegisterKind.MapValue ? FieldsOf(given) : _text.Object.Btf is { } types ? ValueFields.OfType(types, given.TypeId) : [];

    private static int LockIdOf(in RegisterState given) => given.Id != 0 ? given.Id : given.ReferenceId != 0 ? given.ReferenceId : -1 - given.Map;

    private void Insert(ValueFieldKind kind, string name)
    {
        (int TypeId, int Offset) node = Root(FirstArgument, kind);
        RegisterState given = Registers[2];
        CheckNode(node, 2, ownsIt: true, name);
        // The path through the comparison comes back to this call, as it is now.
        if (kind == ValueFieldKind.TreeRoot)
        {
            if (Registers[3].Kind != RegisterKind.Function) throw Reject(Rule.Callback, "arg2 expected pointer to func");
            Subprogram less = _text.Subprograms[Registers[3].Range];
            CallBack(less, (_, frame) =>
            {
                for (int i = 1; i <= 2; i++) frame[i] = NodeOf(node, RegisterTraits.NonOwning);
            });
        }
        // It belongs to the list now; while the lock is held it can still be looked at.
        int id = given.ReferenceId;
        _state.References.RemoveAll(reference => reference.Id == id);
        foreach (ref RegisterState each in _state.AllRegisters)
        {
            if (each.ReferenceId != id || !each.Has(RegisterTraits.Allocated)) continue;
            each.ReferenceId = 0;
            each.Traits |= RegisterTraits.NonOwning;
        }
        ForgetCallerSaved(_state.Current);
        Registers[Result] = RegisterState.Unknown;
    }

    private static RegisterState NodeOf((int TypeId, int Offset) node, RegisterTraits traits) =>
        RegisterState.Pointer(RegisterKind.KernelObject, RegisterTraits.Allocated | traits) with { TypeId = node.TypeId, Types = TypeSource.Program, Offset = node.Offset };

    private void CheckNode((int TypeId, int Offset) node, int register, bool ownsIt, string name)
    {
        RegisterState given = Registers[register];
        if (given.Kind != RegisterKind.KernelObject || !given.Has(RegisterTraits.Allocated) || given.MayBeNull)
            throw Reject(Rule.ArgumentType, $"arg#{register - FirstArgument} expected pointer to allocated object");
        if (!given.Number.IsConstant || given.Number.Value != 0) throw Reject(Rule.ArgumentType, $"variable ptr_ access var_off={given.Number.Bits} disallowed");
        if (ownsIt && given.ReferenceId == 0) throw Reject(Rule.ReferenceUnknown, "allocated object must be referenced");
        if (!ownsIt && !given.Has(RegisterTraits.NonOwning))
            throw Reject(Rule.ArgumentType, $"{name} node input must be non-owning ref");
        if (given.TypeId != node.TypeId || given.Offset != node.Offset)
            throw Reject(Rule.ArgumentType, $"operation on root expects arg#{register - FirstArgument} node at offset={node.Offset} in struct {TypeName(node.TypeId)}, but arg is at offset={given.Offset} in struct {TypeName(given.TypeId)}");
    }

    private string TypeName(int typeId) => _text.Object.Btf is { } types && typeId > 0 ? types[typeId].Name : "";

    private void TakeOut((int TypeId, int Offset) node)
    {
        ForgetCallerSaved(_state.Current);
        int id = Acquire();
        Registers[Result] = NodeOf(node, RegisterTraits.MayBeNull) with { Id = id, ReferenceId = id };
    }

    private void LookAt((int TypeId, int Offset) node)
    {
        ForgetCallerSaved(_state.Current);
        Registers[Result] = NodeOf(node, RegisterTraits.NonOwning | RegisterTraits.MayBeNull) with { Id = ++_lastId };
    }

    // Another owner of an object that counts them.
    private void ShareObject(RegisterState given)
    {
        if (given.Kind != RegisterKind.KernelObject || !given.Has(RegisterTraits.Allocated)) throw Reject(Rule.ArgumentType, "arg#0 is neither owning or non-owning ref");
        if (_text.Object.Btf is { } types && !ValueFields.OfType(types, given.TypeId).Any(field => field.Kind == ValueFieldKind.ReferenceCount))
            throw Reject(Rule.ArgumentType, "arg#0 doesn't point to a type with bpf_refcount field");
        bool isOwned = given.ReferenceId != 0;
        ForgetCallerSaved(_state.Current);
        int id = Acquire();
        // An owner's object is there for certain.
        RegisterTraits traits = (given.Traits & ~RegisterTraits.NonOwning) | (isOwned ? RegisterTraits.None : RegisterTraits.MayBeNull);
        Registers[Result] = given with { Traits = traits, Offset = 0, Id = isOwned ? 0 : id, ReferenceId = id };
    }
}
