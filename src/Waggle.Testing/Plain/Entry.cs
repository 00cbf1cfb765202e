using System.Reflection;
using System.Reflection.Emit;
using Waggle.CSharp;

namespace Waggle.Testing.Plain;

/// <summary>How a program's method is called with its context, as the compiler has it for the kernel.</summary>
internal static class Entry
{
    /// <summary>Calls a program.</summary>
    /// <param name="context">Address of its context.</param>
    /// <returns>What R0 would hold.</returns>
    internal delegate ulong Call(nint context);

    /// <summary>Makes the call of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">How its parameters come out of the context.</param>
    internal static Call For(MethodInfo method, HookParameters parameters)
    {
        var entry = new DynamicMethod($"call {method.Name}", typeof(ulong), [typeof(nint)], typeof(Entry).Module, skipVisibility: true);
        ILGenerator il = entry.GetILGenerator();
        ParameterInfo[] declared = method.GetParameters();
        for (int i = 0; i < declared.Length; i++) Load(il, declared[i].ParameterType, i, parameters);
        il.Emit(OpCodes.Call, method);
        Extend(il, method.ReturnType);
        il.Emit(OpCodes.Ret);
        return entry.CreateDelegate<Call>();
    }

    private static void Load(ILGenerator il, Type type, int index, HookParameters parameters)
    {
        if (type.IsByRef) // the context itself
        {
            il.Emit(OpCodes.Ldarg_0);
            return;
        }

        if (parameters == HookParameters.Slots)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, index * sizeof(ulong));
            il.Emit(OpCodes.Add);
        }
        else
        {
            LocalBuilder slot = il.DeclareLocal(typeof(ulong));
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Call, Fetch(parameters));
            il.Emit(OpCodes.Stloc, slot);
            il.Emit(OpCodes.Ldloca, slot);
        }

        // The low bytes of a slot, which come first: an integer, or a struct around one.
        il.Emit(OpCodes.Ldobj, type);
    }

    private static MethodInfo Fetch(HookParameters parameters) => typeof(HookArguments).GetMethod(
        parameters switch
        {
            HookParameters.SystemCall => nameof(HookArguments.SystemCall),
            HookParameters.Result => nameof(HookArguments.Result),
            HookParameters.Probe => nameof(HookArguments.Probe),
            _ => nameof(HookArguments.Register),
        },
        BindingFlags.Static | BindingFlags.NonPublic)!;

    // What user space sees of R0 are its low 32 bits; those above are as the method's type has them.
    private static void Extend(ILGenerator il, Type type)
    {
        if (type == typeof(void))
        {
            il.Emit(OpCodes.Ldc_I8, 0L);
            return;
        }

        if (type.IsValueType && !type.IsEnum && !type.IsPrimitive)
        {
            LocalBuilder result = il.DeclareLocal(typeof(ulong)), value = il.DeclareLocal(type);
            il.Emit(OpCodes.Stloc, value);
            il.Emit(OpCodes.Ldloca, result);
            il.Emit(OpCodes.Ldloc, value);
            il.Emit(OpCodes.Stobj, type);
            il.Emit(OpCodes.Ldloc, result);
            return;
        }

        switch (Type.GetTypeCode(type))
        {
            case TypeCode.Int64 or TypeCode.UInt64: break;
            case TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32: il.Emit(OpCodes.Conv_I8); break;
            default: il.Emit(OpCodes.Conv_U8); break;
        }
    }
}
