using System.Reflection;
using System.Reflection.Metadata;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;
using Waggle.CSharp;
using Constant = Waggle.Compiler.Ir.Constant;
using TypeLayout = Waggle.Compiler.Layout.TypeLayout;

namespace Waggle.Compiler.Frontend;

/// <summary>Variables, fields and references.</summary>
internal sealed partial class Translator
{
    private bool Memory(in IlInstruction il)
    {
        switch (il.Code)
        {
            case >= ILOpCode.Ldarg_0 and <= ILOpCode.Ldarg_3:
                LoadArgument(il.Code - ILOpCode.Ldarg_0);
                return true;
            case ILOpCode.Ldarg or ILOpCode.Ldarg_s:
                LoadArgument((int)il.Operand);
                return true;
            case ILOpCode.Ldarga or ILOpCode.Ldarga_s:
                Push(_frame.Arguments[il.Operand].Value);
                return true;
            case ILOpCode.Starg or ILOpCode.Starg_s:
                StoreTo(_frame.Arguments[il.Operand].Value, 0, Layouts.Of(_frame.Code.ParameterTypes[il.Operand]), Pop());
                return true;
            case >= ILOpCode.Ldloc_0 and <= ILOpCode.Ldloc_3:
                LoadLocal(il.Code - ILOpCode.Ldloc_0);
                return true;
            case ILOpCode.Ldloc or ILOpCode.Ldloc_s:
                LoadLocal((int)il.Operand);
                return true;
            case ILOpCode.Ldloca or ILOpCode.Ldloca_s:
                Push(Local((int)il.Operand));
                return true;
            case >= ILOpCode.Stloc_0 and <= ILOpCode.Stloc_3:
                StoreLocal(il.Code - ILOpCode.Stloc_0);
                return true;
            case ILOpCode.Stloc or ILOpCode.Stloc_s:
                StoreLocal((int)il.Operand);
                return true;
            case ILOpCode.Ldfld:
                LoadField(_frame.Code.ResolveField(il.Operand));
                return true;
            case ILOpCode.Ldflda:
                FieldInfo taken = _frame.Code.ResolveField(il.Operand);
                Push(FieldAddress(PopReference(), taken));
                return true;
            case ILOpCode.Stfld:
                StoreField(_frame.Code.ResolveField(il.Operand));
                return true;
            case ILOpCode.Ldsfld:
                LoadStatic(_frame.Code.ResolveField(il.Operand));
                return true;
            case ILOpCode.Ldsflda:
                FieldInfo global = _frame.Code.ResolveField(il.Operand);
                Push((Value?)StaticAddress(global) ?? Constant.Int64(0));
                return true;
            case ILOpCode.Stsfld:
                FieldInfo target = _frame.Code.ResolveField(il.Operand);
                StackEntry value = Pop();
                if (target.IsInitOnly) Report(Rules.Unsupported, $"assigning the readonly field {target.Name}", "Remove 'readonly'.");
                else if (StaticAddress(target) is { } address) StoreTo(address, 0, Layouts.Of(target.FieldType), value);
                return true;
            case ILOpCode.Ldobj:
                LoadFrom(PopReference(), 0, Layouts.Of(_frame.Code.ResolveType(il.Operand)));
                return true;
            case ILOpCode.Stobj:
                StoreThrough(Layouts.Of(_frame.Code.ResolveType(il.Operand)));
                return true;
            case ILOpCode.Cpobj:
                StackEntry source = new(PopReference(), Layouts.Of(_frame.Code.ResolveType(il.Operand)));
                StoreTo(PopReference(), 0, Layouts.Of(_frame.Code.ResolveType(il.Operand)), source);
                return true;
            case ILOpCode.Initobj:
                Value cleared = PopReference();
                OwnStack();
                Emit(new Clear(cleared, Layouts.Of(_frame.Code.ResolveType(il.Operand))));
                return true;
            case ILOpCode.Ldind_i1: return LoadIndirect(typeof(sbyte));
            case ILOpCode.Ldind_u1: return LoadIndirect(typeof(byte));
            case ILOpCode.Ldind_i2: return LoadIndirect(typeof(short));
            case ILOpCode.Ldind_u2: return LoadIndirect(typeof(ushort));
            case ILOpCode.Ldind_i4: return LoadIndirect(typeof(int));
            case ILOpCode.Ldind_u4: return LoadIndirect(typeof(uint));
            case ILOpCode.Ldind_i8: return LoadIndirect(typeof(long));
            case ILOpCode.Ldind_i or ILOpCode.Ldind_ref: return LoadIndirect(typeof(nint));
            case ILOpCode.Stind_i1: return StoreThrough(Layouts.Of(typeof(byte)));
            case ILOpCode.Stind_i2: return StoreThrough(Layouts.Of(typeof(short)));
            case ILOpCode.Stind_i4: return StoreThrough(Layouts.Of(typeof(int)));
            case ILOpCode.Stind_i8 or ILOpCode.Stind_i or ILOpCode.Stind_ref: return StoreThrough(Layouts.Of(typeof(long)));
            case ILOpCode.Dup:
                StackEntry top = Pop();
                if (top.Struct is not null) top = top with { IsOwned = false };
                Push(top);
                Push(top);
                return true;
            case ILOpCode.Pop:
                Pop();
                return true;
            default:
                return false;
        }
    }

    private void LoadArgument(int index)
    {
        StackEntry argument = _frame.Arguments[index];
        if (!_frame.Code.IsVariable[index]) Push(argument with { IsOwned = false });
        else LoadFrom(argument.Value, 0, Layouts.Of(_frame.Code.ParameterTypes[index]));
    }

    private StackSlot Local(int index) => _frame.Locals[index] ??= NewSlot($"{_frame.Code.Locals[index].Type.Name} local", _frame.Code.Locals[index]);

    private void LoadLocal(int index) => LoadFrom(Local(index), 0, _frame.Code.Locals[index]);

    private void StoreLocal(int index) => StoreTo(Local(index), 0, _frame.Code.Locals[index], Pop());

    /// <summary>Takes an address; a struct on the stack gives its own.</summary>
    private Value PopReference()
    {
        StackEntry entry = Pop();
        return entry.Struct is not null ? entry.Value : Widen(entry.Value, false);
    }

    private bool LoadIndirect(Type type)
    {
        LoadFrom(PopReference(), 0, Layouts.Of(type));
        return true;
    }

    private bool StoreThrough(TypeLayout layout)
    {
        StackEntry value = Pop();
        StoreTo(PopReference(), 0, layout, value);
        return true;
    }

    private void LoadFrom(Value address, int offset, TypeLayout layout)
    {
        if (layout.IsScalar)
        {
            if (layout.Form == LayoutForm.Float) Report(Rules.FloatingPoint, $"a value of type {layout.Type.Name}");
            Push(Emit(new Load(address, offset, layout.Size, layout.IsSigned && layout.Size < 4)));
            return;
        }

        if (IsKernelType(layout.Type)) Report(Rules.KernelTypeByValue, layout.Type.Name);
        Push(new StackEntry(Offset(address, offset), layout));
    }

    private void StoreTo(Value address, int offset, TypeLayout layout, StackEntry value)
    {
        OwnStack();
        if (layout.IsScalar)
        {
            Value number = value.Struct is null ? value.Value : LoadStruct(value);
            number = layout.Size == 8 ? Widen(number, true) : Truncate(number);
            Emit(new Store(address, offset, layout.Size, number));
            return;
        }

        if (value.Struct is null) return; // a problem was reported where the value came from
        Emit(new Copy(Offset(address, offset), value.Value, layout));
    }

    private Value Offset(Value address, int offset) =>
        offset == 0 ? address : Emit(new Binary(BinaryOperator.Add, address, Constant.Int64(offset)));

    private static bool IsKernelType(Type type) => type.IsValueType && type.IsDefined(typeof(KernelTypeAttribute), false);

    private Value FieldAddress(Value structure, FieldInfo field)
    {
        if (!field.DeclaringType!.IsValueType)
        {
            Report(Rules.ReferenceField, field.Name, TypeName(field.DeclaringType));
            return structure;
        }

        TypeLayout layout = Layouts.Of(field.DeclaringType!);
        FieldLayout place = layout.Find(field);
        return IsKernelType(field.DeclaringType!)
            ? Emit(new KernelField(structure, field.DeclaringType!, place))
            : Offset(structure, place.Offset);
    }

    private void LoadField(FieldInfo field)
    {
        if (field.IsStatic)
        {
            Pop();
            LoadStatic(field);
            return;
        }

        if (!field.DeclaringType!.IsValueType)
        {
            LoadObjectField(field);
            return;
        }

        StackEntry owner = Pop();
        Value structure = owner.Struct is not null ? owner.Value : Widen(owner.Value, false);
        TypeLayout layout = Layouts.Of(field.FieldType);
        if (IsKernelType(field.DeclaringType)) LoadFrom(FieldAddress(structure, field), 0, layout);
        else LoadFrom(structure, Layouts.Of(field.DeclaringType).Find(field).Offset, layout);
    }

    private void LoadObjectField(FieldInfo field)
    {
        Value owner = PopValue();
        if (Declarations.IsMap(field.DeclaringType!) && Declarations.IsMap(field.FieldType))
        {
            Push(owner is MapConstant map
                ? new MapConstant(declarations.CompanionFor(map.Map, field))
                : Emit(new CompanionMap(owner, field)));
            return;
        }

        if (!IsCapture(field.DeclaringType!)) Report(Rules.ReferenceField, field.Name, TypeName(field.DeclaringType));
        PushDefault(field.FieldType);
    }

    private void StoreField(FieldInfo field)
    {
        StackEntry value = Pop();
        Value structure = PopReference();
        if (!field.DeclaringType!.IsValueType)
        {
            if (!IsCapture(field.DeclaringType)) Report(Rules.ReferenceField, field.Name, TypeName(field.DeclaringType)); // else said where the delegate is made
            return;
        }

        if (IsKernelType(field.DeclaringType)) Report(Rules.KernelWrite, field.DeclaringType.Name);
        StoreTo(structure, Layouts.Of(field.DeclaringType).Find(field).Offset, Layouts.Of(field.FieldType), value);
    }

    private void LoadStatic(FieldInfo field)
    {
        if (Declarations.IsMap(field.FieldType) && field.IsInitOnly)
        {
            Push(new MapConstant(declarations.MapFor(field)));
            return;
        }

        if (field.IsInitOnly && field.FieldType.IsPrimitive && MethodCode.IsFramework(field.Module.Assembly))
        {
            TypeLayout layout = Layouts.Of(field.FieldType); // such as BitConverter.IsLittleEndian
            object value = field.GetValue(null)!;
            long number = value is ulong or nuint ? (long)System.Convert.ToUInt64(value, null) : System.Convert.ToInt64(value, null);
            Push(Number(number, layout.Size == 8));
            return;
        }

        if (StaticAddress(field) is { } address) LoadFrom(address, 0, Layouts.Of(field.FieldType));
        else PushDefault(field.FieldType);
    }

    private GlobalAddress? StaticAddress(FieldInfo field)
    {
        if (field.FieldType.IsValueType && Layouts.Of(field.FieldType) is { } layout && !HasReferences(layout))
            return Emit(new GlobalAddress(declarations.GlobalFor(field)));
        Report(Rules.ReferenceField, field.Name, TypeName(field.FieldType));
        return null;
    }

    private static bool HasReferences(TypeLayout layout) => layout.Form switch
    {
        LayoutForm.Address => !layout.Type.IsPointer,
        LayoutForm.Array => HasReferences(layout.Element!),
        LayoutForm.Struct => Array.Exists(layout.Fields, f => HasReferences(f.Layout)),
        _ => false,
    };

    private void PushDefault(Type type)
    {
        if (type == typeof(void)) return;
        TypeLayout layout = Layouts.Of(type);
        if (layout.IsScalar)
        {
            Push(Number(0, layout.Size == 8));
            return;
        }

        StackSlot slot = NewSlot(layout.Type.Name, layout);
        Emit(new Clear(slot, layout));
        Push(new StackEntry(slot, layout, IsOwned: true));
    }
}
