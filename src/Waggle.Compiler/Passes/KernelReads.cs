using System.Reflection;
using Waggle.Bpf.Objects;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;
using Waggle.CSharp;

namespace Waggle.Compiler.Passes;

/// <summary>Decides how each field of a kernel type is read: by a plain load where the verifier knows what the pointer points to,
/// by <c>bpf_probe_read_kernel</c> elsewhere.</summary>
/// <remarks>Known are the context, arguments of typed tracepoints, the current task, and pointers loaded through those. A value
/// that is known on one path only counts as unknown, and so does one that the program takes for another type.</remarks>
internal sealed class KernelReads : IPass
{
    public bool Run(Function function, PassContext context)
    {
        bool changed = false;
        foreach (Block block in function.ReversePostOrder())
        {
            foreach (Instruction instruction in block.Instructions.ToArray())
            {
                switch (instruction)
                {
                    case FieldQuery query:
                        Answer(block, query, context);
                        changed = true;
                        break;
                    case Load { Access: null } load when Place.Of(load.Address) is { } place:
                        Lower(block, load, place.At(load.Offset));
                        changed = true;
                        break;
                    case Copy copy when Place.Of(copy.Source) is { } place:
                        block.InsertBefore(copy, new Call(HelperTarget.ProbeReadKernel,
                            copy.Destination, Constant.Int64(copy.Layout.Size), Address(block, copy, place.At(0))));
                        copy.Remove();
                        changed = true;
                        break;
                    case Call { References: not 0 } call:
                        changed |= PassCopies(block, call);
                        break;
                    case Store or Atomic when Place.Of(instruction.Operands[0]) is { } place:
                        context.Problems.Add(Rules.KernelWrite, instruction.Position, place.Field.StructureType.Name);
                        break;
                }
            }
        }

        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions.ToArray())
            {
                if (instruction is not KernelField field || !field.IsUsed) continue;
                Instruction[] users = [.. field.Users.Where(u => u is not KernelField).Distinct()];
                if (users.Length == 0) continue;
                var address = Address(block, field, new Place(field, 0).At(0));
                foreach (Instruction user in users)
                {
                    for (int i = 0; i < user.Operands.Count; i++)
                    {
                        if (user.Operands[i] == field) user.SetOperand(i, address);
                    }
                }

                changed = true;
            }
        }

        return changed;
    }

    private static void Answer(Block block, FieldQuery query, PassContext context)
    {
        Value answer = Constant.Int64(0);
        if (Place.Of(query.Field) is { } place)
        {
            bool isAboutSize = query.Kind == CoreRelocationKind.FieldByteSize;
            var number = new RelocatedNumber(place.Access with { Kind = query.Kind, Offset = isAboutSize ? place.Field.Field.Layout.Size : 1 });
            block.InsertBefore(query, number);
            answer = number;
        }
        else
        {
            context.Problems.Add(Rules.KernelQuestion, query.Position,
                "the argument is no field of a struct with [KernelType]. Name one of a pointer's value: KernelTypes.HasField(in task.Value.pid).");
        }

        query.ReplaceBy(answer);
        query.Remove();
    }

    private static void Lower(Block block, Load load, Place place)
    {
        if (place.Field.Field.Field.IsDefined(typeof(BitFieldAttribute), false))
        {
            LowerBits(block, load, place);
            return;
        }

        Value start = place.Start;
        KernelAccess access = place.Access;
        bool isContext = start is ContextPointer;
        if (isContext || TypeBehind(start, []) is { } known && KernelName(known) == KernelName(access.Root))
        {
            var direct = new Load(start, access.Offset, load.Size, load.IsSigned)
            {
                Access = access,
                IsInvariant = isContext,
                PointsTo = isContext ? null : PointerTarget(place),
            };
            block.InsertBefore(load, direct);
            load.ReplaceBy(direct);
        }
        else
        {
            var slot = new StackSlot("value read from the kernel", load.Size, load.Size);
            block.InsertBefore(load, new Call(HelperTarget.ProbeReadKernel,
                slot, Constant.Int64(load.Size), Address(block, load, place)));
            var copy = new Load(slot, 0, load.Size, load.IsSigned);
            block.InsertBefore(load, copy);
            load.ReplaceBy(copy);
        }

        load.Remove();
    }

    /// <summary>Reads the bytes around the bits, as many as the kernel's type says, and shifts the other bits out.</summary>
    private static void LowerBits(Block block, Load load, Place place)
    {
        TypeLayout layout = place.Field.Field.Layout;
        KernelAccess access = place.Access;
        RelocatedNumber Number(CoreRelocationKind kind, int value)
        {
            var number = new RelocatedNumber(access with { Kind = kind, Offset = value });
            block.InsertBefore(load, number);
            return number;
        }

        int unused = 64 - layout.Size * 8;
        var slot = new StackSlot("bits read from the kernel", 8, 8);
        block.InsertBefore(load, new Store(slot, 0, 8, Constant.Int64(0)));
        block.InsertBefore(load, new Call(HelperTarget.ProbeReadKernel, slot, Number(CoreRelocationKind.FieldByteSize, layout.Size), Address(block, load, place)));
        var bytes = new Load(slot, 0, 8, false);
        block.InsertBefore(load, bytes);
        var left = new Binary(BinaryOperator.ShiftLeft, bytes, Number(CoreRelocationKind.FieldLeftShift, unused));
        block.InsertBefore(load, left);
        Instruction value = new Binary(
            layout.IsSigned ? BinaryOperator.ShiftRight : BinaryOperator.ShiftRightUnsigned, left, Number(CoreRelocationKind.FieldRightShift, unused));
        block.InsertBefore(load, value);
        if (load.Type == IrType.Int32)
        {
            value = new Conversion(ConversionKind.Truncate, IrType.Int32, value);
            block.InsertBefore(load, value);
        }

        load.ReplaceBy(value);
        load.Remove();
    }

    /// <summary>A helper can't be given a reference to a kernel field, such as a key: it gets one to a copy on the stack.</summary>
    private static bool PassCopies(Block block, Call call)
    {
        bool changed = false;
        for (int i = 0; i < call.Operands.Count; i++)
        {
            if ((call.References & 1u << i) == 0 || Place.Of(call.Operands[i]) is not { } place) continue;
            TypeLayout layout = place.Field.Field.Layout;
            var slot = new StackSlot("argument read from the kernel", layout.Size, layout.Alignment);
            if (layout.Size is 1 or 2 or 4 or 8)
            {
                var load = new Load(call.Operands[i], 0, layout.Size, false);
                block.InsertBefore(call, load);
                block.InsertBefore(call, new Store(slot, 0, layout.Size, load));
                Lower(block, load, place);
            }
            else
            {
                block.InsertBefore(call, new Call(HelperTarget.ProbeReadKernel,
                    slot, Constant.Int64(layout.Size), Address(block, call, place)));
            }

            call.SetOperand(i, slot);
            changed = true;
        }

        return changed;
    }

    private static RelocatedAdd Address(Block block, Instruction before, Place place)
    {
        var address = new RelocatedAdd(place.Start, place.Access);
        block.InsertBefore(before, address);
        return address;
    }

    private static string KernelName(Type type) => type.GetCustomAttribute<KernelTypeAttribute>()?.Name ?? type.Name;

    private static Type? PointerTarget(Place place)
    {
        Type type = place.Field.Field.Field.FieldType;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KernelPointer<>) ? type.GetGenericArguments()[0] : null;
    }

    /// <summary>The kernel type that the verifier knows a pointer to point to.</summary>
    private static Type? TypeBehind(Value value, HashSet<Value> path)
    {
        switch (value)
        {
            case Load { PointsTo: { } target }:
                return target;
            case Call { PointsTo: { } target }:
                return target;
            case Load { Access: null, Size: 8 } load when Place.Of(load.Address) is { } place:
                return PointerTarget(place) is { } behind && place.Start is not ContextPointer && path.Add(value)
                    && TypeBehind(place.Start, path) is { } owner && KernelName(owner) == KernelName(place.Access.Root) ? behind : null;
            case Phi phi:
                if (!path.Add(phi)) return null;
                Type? common = null;
                foreach (Value operand in phi.Operands)
                {
                    if (operand == phi) continue;
                    if (TypeBehind(operand, path) is not { } type || common is not null && type != common) return null;
                    common = type;
                }

                return common;
            default:
                return null;
        }
    }

    /// <summary>A field, or bytes of one.</summary>
    private readonly record struct Place(KernelField Field, int Inside)
    {
        internal Value Start
        {
            get
            {
                Value at = Field.Structure;
                while (Of(at) is { } outer) at = outer.Field.Structure;
                return at;
            }
        }

        internal KernelAccess Access
        {
            get
            {
                FieldLayout place = Field.Field;
                string path = $":{place.Index}";
                int offset = place.Offset;
                TypeLayout layout = place.Layout;
                if (layout.Form == LayoutForm.Array && Inside < layout.Size)
                {
                    if (Inside > 0) path += $":{Inside / layout.Element!.Size}";
                    offset += Inside / layout.Element!.Size * layout.Element.Size;
                }

                if (Of(Field.Structure) is { } outer)
                {
                    KernelAccess start = outer.Access;
                    return new KernelAccess(start.Root, start.Path + path, start.Offset + offset);
                }

                return new KernelAccess(Field.StructureType, "0" + path, offset);
            }
        }

        internal Place At(int offset) => this with { Inside = Inside + offset };

        internal static Place? Of(Value address)
        {
            long inside = 0;
            while (address is Binary { Operator: BinaryOperator.Add, Right: Constant by } add)
            {
                inside += by.Number;
                address = add.Left;
            }

            return address is KernelField field ? new Place(field, (int)inside) : null;
        }
    }
}
