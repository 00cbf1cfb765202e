using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;
using Waggle.CSharp;

namespace Waggle.Compiler.Frontend;

/// <summary>Calls: helpers, methods that the compiler knows, and all others, which are compiled in place.</summary>
internal sealed partial class Translator
{
    private const int HelperArgumentLimit = 5;

    private void Call(MethodBase target, bool isVirtual, Type? constrained)
    {
        if (constrained is not null && !Devirtualize(ref target, constrained)) isVirtual = constrained.IsClass || target.IsAbstract;
        else if (constrained is not null) isVirtual = false;
        StackEntry[] arguments = PopArguments(target);
        if (methods.HelperOf(target) is { } helper) CallHelper(target, new HelperTarget(helper.Number, Name(target), helper.IsInvariant), arguments);
        else if (methods.KernelFunctionOf(target) is { } declared) CallHelper(target, new KernelFunctionTarget(_functions.Find(target, declared)), arguments);
        else if (InvokeKnown(target, arguments)) return;
        else if (Intrinsic(target, arguments)) return;
        else if (isVirtual && IsVirtual(target)) RefuseCall(target, arguments, Rules.VirtualCall);
        else if (IsFunction(target)) CallFunction(target, arguments);
        else Inline(target, arguments);
    }

    private static bool IsVirtual(MethodBase target) =>
        target.IsAbstract || target.IsVirtual && !target.IsFinal && !target.DeclaringType!.IsSealed || typeof(Delegate).IsAssignableFrom(target.DeclaringType);

    private static bool Devirtualize(ref MethodBase target, Type constrained)
    {
        if (!constrained.IsValueType) return false;
        if (target.DeclaringType!.IsInterface)
        {
            if (target.IsStatic || !target.DeclaringType.IsAssignableFrom(constrained)) return false;
            InterfaceMapping map = constrained.GetInterfaceMap(target.DeclaringType);
            MethodBase wanted = target;
            int index = Array.FindIndex(map.InterfaceMethods, m => m.MetadataToken == wanted.MetadataToken && m.Module == wanted.Module);
            if (index < 0) return false;
            target = map.TargetMethods[index];
            return true;
        }

        MethodInfo? own = constrained.GetMethod(target.Name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly,
            [.. target.GetParameters().Select(p => p.ParameterType)]);
        if (own is null) return target.DeclaringType == constrained;
        target = own;
        return true;
    }

    private StackEntry[] PopArguments(MethodBase target)
    {
        var arguments = new StackEntry[target.GetParameters().Length + (target.IsStatic ? 0 : 1)];
        for (int i = arguments.Length - 1; i >= 0; i--) arguments[i] = Pop();
        return arguments;
    }

    private void NewObject(MethodBase constructor)
    {
        Type type = constructor.DeclaringType!;
        if (!type.IsValueType)
        {
            if (typeof(Delegate).IsAssignableFrom(type))
            {
                NewDelegate(constructor);
                return;
            }

            foreach (ParameterInfo _ in constructor.GetParameters()) Pop();
            if (!typeof(Exception).IsAssignableFrom(type) && !IsCapture(type)) Report(Rules.Allocation, TypeName(type));
            PushDefault(type);
            return;
        }

        TypeLayout layout = Layouts.Of(type);
        if (layout.IsScalar)
        {
            StackEntry only = Pop();
            Push(only); // new nint(5)
            return;
        }

        ParameterInfo[] parameters = constructor.GetParameters();
        var arguments = new StackEntry[parameters.Length + 1];
        for (int i = parameters.Length; i > 0; i--) arguments[i] = Pop();
        StackSlot slot = NewSlot(type.Name, layout);
        OwnStack();
        Emit(new Clear(slot, layout));
        arguments[0] = new StackEntry(slot);
        Inline(constructor, arguments);
        if (_block is not null) Push(new StackEntry(slot, layout, IsOwned: true));
    }

    private void CallHelper(MethodBase target, CallTarget callTarget, StackEntry[] arguments)
    {
        if (arguments.Length > HelperArgumentLimit)
        {
            Report(Rules.HelperArguments, Name(target), arguments.Length);
            PushDefault(ReturnType(target));
            return;
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Struct is not { Size: > 8 } passed) continue;
            Report(Rules.Unsupported, $"passing {TypeName(passed.Type)} to a helper by value", "Pass it by reference.");
            arguments[i] = new StackEntry(Constant.Int64(0));
        }

        CallTo(callTarget, target, arguments);
    }

    /// <summary>Calls what has R1 to R5 for arguments. A struct of more than 8 bytes goes by the address of a copy.</summary>
    private void CallTo(CallTarget callTarget, MethodBase target, StackEntry[] arguments)
    {
        OwnStack();
        Type[] types = MethodCode.Parameters(target);
        var values = new Value[arguments.Length];
        uint references = 0, untouched = 0;
        for (int i = 0; i < values.Length; i++)
        {
            TypeLayout layout = Layouts.Of(types[i]);
            if (types[i].IsByRef) references |= 1u << i;
            if (!types[i].IsByRef && layout.IsScalar && layout.Form != LayoutForm.Address || IsReadOnly(target, i)) untouched |= 1u << i;
            Value value = arguments[i].Struct switch
            {
                null => arguments[i].Value,
                { Size: > 8 } => Own(arguments[i]).Value,
                _ => LoadStruct(arguments[i]),
            };
            values[i] = Widen(value, layout.IsSigned);
        }

        Type result = ReturnType(target);
        var call = Emit(new Call(callTarget, values)
        {
            References = references,
            ReadOnly = untouched,
            PointsTo = callTarget is not FunctionTarget && result.IsGenericType && result.GetGenericTypeDefinition() == typeof(KernelPointer<>) ? result.GetGenericArguments()[0] : null,
        });
        if (result == typeof(void)) return;
        TypeLayout shape = Layouts.Of(result);
        if (result == typeof(bool)) Push(Emit(new Comparison(Condition.NotEqual, call, Constant.Int64(0))));
        else if (shape.IsScalar) Push(Narrow(call, shape));
        else Push(Wrap(call, shape));
    }

    /// <summary>Whether a parameter is declared 'in' or 'ref readonly'.</summary>
    private static bool IsReadOnly(MethodBase target, int argument)
    {
        int index = target.IsStatic ? argument : argument - 1;
        if (index < 0) return !target.DeclaringType!.IsValueType; // the map
        ParameterInfo parameter = target.GetParameters()[index];
        return parameter.IsIn || parameter.ParameterType == typeof(object);
    }

    private void Inline(MethodBase target, StackEntry[] arguments)
    {
        if (IsThrower(target))
        {
            EndProgram();
            return;
        }

        if (methods.Find(target) is not { } code)
        {
            RefuseCall(target, arguments, Rules.NoBody, target.DeclaringType == typeof(string) || target.DeclaringType == typeof(object)
                ? "Objects and strings don't exist there." : "Write the code in C#, or use a member of Bpf.");
            return;
        }

        for (Frame? frame = _frame; frame is not null; frame = frame.Parent)
        {
            if (frame.Code != code) continue;
            RefuseCall(target, arguments, Rules.Recursion, Name(_frame.Code.Method));
            return;
        }

        OwnStack();
        var inner = new Frame(code, _frame, _offset, _frame.Code.IsLibrary && _frame.CallPosition is { } outer ? outer : Position());
        for (int i = 0; i < arguments.Length; i++)
        {
            TypeLayout layout = Layouts.Of(code.ParameterTypes[i]);
            if (layout.IsScalar && arguments[i].Struct is null)
            {
                Value number = arguments[i].Value;
                arguments[i] = new StackEntry(layout.Size == 8 ? Widen(number, true) : Truncate(number));
            }

            arguments[i] = code.IsVariable[i] ? MakeVariable(arguments[i], layout) : Own(arguments[i]);
        }

        inner.Arguments = arguments;
        Type result = ReturnType(target);
        if (code.IsStraight)
        {
            RunFrame(inner);
            if (inner.IsAbandoned) PushDefault(result);
            else if (_block is not null && result != typeof(void)) Push(inner.Stack[^1]);
            return;
        }

        Block after = _function.NewBlock();
        inner.ReturnBlock = after;
        if (result != typeof(void))
        {
            inner.ReturnLayout = Layouts.Of(result);
            inner.ReturnSlot = NewSlot($"result of {target.Name}", inner.ReturnLayout);
        }

        RunFrame(inner);
        _block = after;
        if (result != typeof(void)) LoadFrom(inner.ReturnSlot!, 0, inner.ReturnLayout!);
        if (result != typeof(void) && _frame.Stack[^1].Struct is not null) Push(Pop() with { IsOwned = true });
    }

    private static Type ReturnType(MethodBase method) => method is MethodInfo info ? info.ReturnType : typeof(void);

    /// <summary>Methods that only throw: the runtime's own checks, and what C# makes for a switch without a match.</summary>
    private static bool IsThrower(MethodBase target) =>
        target.DeclaringType!.Name == "ThrowHelper" || target.IsDefined(typeof(DoesNotReturnAttribute), false)
        || target.Name.StartsWith("Throw", StringComparison.Ordinal)
        && (MethodCode.IsFramework(target.Module.Assembly) || target.DeclaringType.Name.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal));

    private void RefuseCall(MethodBase target, StackEntry[] arguments, Rule rule, string more = "")
    {
        _ = arguments;
        Report(rule, Name(target), more);
        PushDefault(ReturnType(target));
    }
}
