using System.Buffers.Binary;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Instructions;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;
using Waggle.CSharp;

namespace Waggle.Compiler.Frontend;

/// <summary>Methods whose meaning the compiler knows: those of the language surface, and some of .NET that have no IL to compile.</summary>
internal sealed partial class Translator
{
    private static readonly MethodInfo s_log2 = typeof(CSharp.Bpf).GetMethod(nameof(CSharp.Bpf.Log2), [typeof(ulong)])!;

    private bool Intrinsic(MethodBase target, StackEntry[] arguments)
    {
        Type type = target.DeclaringType!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KernelPointer<>) && target.Name == "get_Value")
        {
            LoadFrom(arguments[0].Value, 0, Layouts.Of(typeof(ulong)));
            return true;
        }

        if (type == typeof(CSharp.Bpf) && target.Name == nameof(CSharp.Bpf.AddressOf))
        {
            Push(arguments[0].Value);
            return true;
        }

        if (type == typeof(KernelTypes)) return KernelQuestion((MethodInfo)target, arguments);
        if (type == typeof(ProgramContext))
        {
            if (_isInFunction)
                Report(Rules.Unsupported, $"use the program's context in {_function.Name}, a function of its own", "Do it in the program itself, or remove [MethodImpl(NoInlining)].");
            Push(_function.Context);
            return true;
        }

        if (type == typeof(Arena) && target.Name == "Place")
        {
            Push(Emit(new ArenaPlace(arguments[1].Value, arguments[0].Value)));
            return true;
        }

        if (!MethodCode.IsFramework(type.Assembly)) return false;
        if (target.Name is "get_IsSupported" or "get_IsHardwareAccelerated")
        {
            Push(Constant.Int32(0)); // vectors and the like
            return true;
        }

        if (type == typeof(Unsafe)) return UnsafeMember((MethodInfo)target, arguments);
        if (type == typeof(Interlocked)) return InterlockedMember((MethodInfo)target, arguments);
        if (type == typeof(BinaryPrimitives) && target.Name == nameof(BinaryPrimitives.ReverseEndianness)) return Reverse((MethodInfo)target, arguments);
        if (type == typeof(BitOperations)) return BitMember(target, arguments);
        if (type == typeof(RuntimeHelpers) && target.Name == nameof(RuntimeHelpers.IsReferenceOrContainsReferences))
        {
            Push(Constant.Int32(HasReferences(Layouts.Of(target.GetGenericArguments()[0])) ? 1 : 0));
            return true;
        }

        if (type == typeof(Volatile) && target.Name is "Read")
        {
            LoadFrom(arguments[0].Value, 0, Layouts.Of(((MethodInfo)target).ReturnType));
            return true;
        }

        if (type == typeof(Volatile) && target.Name is "Write")
        {
            StoreTo(arguments[0].Value, 0, Layouts.Of(target.GetParameters()[1].ParameterType), arguments[1]);
            return true;
        }

        return false;
    }

    private bool UnsafeMember(MethodInfo target, StackEntry[] arguments)
    {
        Type[] types = target.GetGenericArguments();
        Value First() => arguments[0].Struct is not null ? arguments[0].Value : Widen(arguments[0].Value, false);
        switch (target.Name)
        {
            case "As" or "AsRef" or "AsPointer":
                Push(First());
                return true;
            case "SkipInit":
                return true;
            case "SizeOf":
                Push(Constant.Int32(Layouts.SizeOf(types[0])));
                return true;
            case "IsNullRef":
                Push(Emit(new Comparison(Condition.Equal, First(), Constant.Int64(0))));
                return true;
            case "NullRef":
                Push(Constant.Int64(0));
                return true;
            case "AreSame":
                Push(Emit(new Comparison(Condition.Equal, First(), arguments[1].Value)));
                return true;
            case "Add" or "AddByteOffset" or "Subtract" or "SubtractByteOffset":
                bool isAdd = target.Name.StartsWith("Add", StringComparison.Ordinal);
                int scale = target.Name.EndsWith("ByteOffset", StringComparison.Ordinal) ? 1 : Layouts.SizeOf(types[0]);
                Value by = Widen(arguments[1].Value, true);
                by = by is Constant number
                    ? Constant.Int64(number.Number * scale)
                    : scale == 1 ? by : Emit(new Binary(BinaryOperator.Multiply, by, Constant.Int64(scale)));
                Push(Emit(new Binary(isAdd ? BinaryOperator.Add : BinaryOperator.Subtract, First(), by)));
                return true;
            case "ByteOffset":
                Push(Emit(new Binary(BinaryOperator.Subtract, arguments[1].Value, First())));
                return true;
            case "ReadUnaligned" or "Read":
                LoadFrom(First(), 0, Layouts.Of(types[0]));
                return true;
            case "WriteUnaligned" or "Write":
                StoreTo(First(), 0, Layouts.Of(types[^1]), arguments[1]);
                return true;
            case "BitCast":
                StackSlot slot = NewSlot("cast", Layouts.Of(types[0]));
                StoreTo(slot, 0, Layouts.Of(types[0]), arguments[0]);
                LoadFrom(slot, 0, Layouts.Of(types[1]));
                return true;
            default:
                return false;
        }
    }

    private bool InterlockedMember(MethodInfo target, StackEntry[] arguments)
    {
        if (target.Name == "MemoryBarrier") return true;
        TypeLayout layout = Layouts.Of(target.GetParameters()[0].ParameterType.GetElementType()!);
        if (layout.Form != LayoutForm.Integer || layout.Size < 4)
        {
            Report(Rules.Unsupported, $"change a value of {layout.Size} byte(s) in one step", "Use int, uint, long or ulong.");
            PushDefault(target.ReturnType);
            return true;
        }

        bool wide = layout.Size == 8;
        Value address = arguments[0].Value;
        Value Argument(int index) => wide ? Widen(arguments[index].Value, true) : Truncate(arguments[index].Value);
        Value Change(AtomicOperation operation, Value value, Value? comparand = null)
        {
            OwnStack();
            return Emit(new Atomic(operation, address, 0, layout.Size, value, comparand));
        }

        switch (target.Name)
        {
            case "Add":
                Value added = Argument(1);
                Push(Emit(new Binary(BinaryOperator.Add, Change(AtomicOperation.FetchAdd, added), added)));
                return true;
            case "Increment" or "Decrement":
                Constant step = Number(target.Name == "Increment" ? 1 : -1, wide);
                Push(Emit(new Binary(BinaryOperator.Add, Change(AtomicOperation.FetchAdd, step), step)));
                return true;
            case "And":
                Push(Change(AtomicOperation.FetchAnd, Argument(1)));
                return true;
            case "Or":
                Push(Change(AtomicOperation.FetchOr, Argument(1)));
                return true;
            case "Exchange":
                Push(Change(AtomicOperation.Exchange, Argument(1)));
                return true;
            case "CompareExchange":
                Push(Change(AtomicOperation.CompareExchange, Argument(1), Argument(2)));
                return true;
            case "Read":
                LoadFrom(address, 0, layout);
                return true;
            default:
                return false;
        }
    }

    private bool Reverse(MethodInfo target, StackEntry[] arguments)
    {
        TypeLayout layout = Layouts.Of(target.ReturnType);
        if (!layout.IsScalar) return false;
        Value value = arguments[0].Value;
        switch (layout.Size)
        {
            case 1:
                Push(value);
                return true;
            case 2:
                value = Emit(new Conversion(ConversionKind.Swap16, IrType.Int32, Truncate(value)));
                Push(layout.IsSigned ? Emit(new Conversion(ConversionKind.Sign16, IrType.Int32, value)) : value);
                return true;
            case 4:
                Push(Emit(new Conversion(ConversionKind.Swap32, IrType.Int32, Truncate(value))));
                return true;
            default:
                Push(Emit(new Conversion(ConversionKind.Swap64, IrType.Int64, value)));
                return true;
        }
    }

    /// <summary>.NET's own code asks the processor; BPF has no such instruction.</summary>
    private bool BitMember(MethodBase target, StackEntry[] arguments)
    {
        if (target.Name != nameof(BitOperations.Log2)) return false;
        arguments[0] = new StackEntry(Widen(arguments[0].Value, false));
        Inline(s_log2, arguments);
        return true;
    }
}
