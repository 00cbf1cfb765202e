using System.Reflection;
using System.Reflection.Emit;
using Waggle.CSharp;

namespace Waggle.Compiler.KernelTests;

/// <summary>Makes methods of random arithmetic, branches and loops, in IL as a C# compiler might write it.</summary>
internal sealed class RandomMethod
{
    private static readonly OpCode[] s_binary = [OpCodes.Add, OpCodes.Sub, OpCodes.Mul, OpCodes.And, OpCodes.Or, OpCodes.Xor];
    private static readonly OpCode[] s_shifts = [OpCodes.Shl, OpCodes.Shr, OpCodes.Shr_Un];
    private static readonly OpCode[] s_divisions = [OpCodes.Div, OpCodes.Div_Un, OpCodes.Rem, OpCodes.Rem_Un];
    private static readonly OpCode[] s_narrowings = [OpCodes.Conv_I1, OpCodes.Conv_U1, OpCodes.Conv_I2, OpCodes.Conv_U2];
    private static readonly OpCode[] s_comparisons = [OpCodes.Ceq, OpCodes.Cgt, OpCodes.Cgt_Un, OpCodes.Clt, OpCodes.Clt_Un];
    private static readonly OpCode[] s_branches =
        [OpCodes.Beq, OpCodes.Bne_Un, OpCodes.Blt, OpCodes.Blt_Un, OpCodes.Bgt, OpCodes.Bgt_Un, OpCodes.Ble, OpCodes.Ble_Un, OpCodes.Bge, OpCodes.Bge_Un];

    private static readonly Type[] s_locals = [typeof(int), typeof(long), typeof(short), typeof(byte), typeof(ulong), typeof(sbyte), typeof(ushort), typeof(uint)];

    private readonly Random _random;
    private readonly ILGenerator _il;
    private readonly LocalBuilder[] _variables;

    private RandomMethod(int seed, ILGenerator il)
    {
        _random = new Random(seed);
        _il = il;
        _variables = [.. s_locals.Select(il.DeclareLocal)];
    }

    /// <summary>A class with one program, "Run", that takes two numbers and leaves its result in the field "s_result".</summary>
    public static Type Make(int seed)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName($"Random{seed}"), typeof(object).Assembly);
        TypeBuilder type = assembly.DefineDynamicModule("Random").DefineType(
            "Program", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        type.SetCustomAttribute(new CustomAttributeBuilder(typeof(BpfProgramAttribute).GetConstructor([])!, []));
        FieldBuilder result = type.DefineField("s_result", typeof(ulong), FieldAttributes.Public | FieldAttributes.Static);
        MethodBuilder method = type.DefineMethod("Run", MethodAttributes.Public | MethodAttributes.Static, typeof(void), [typeof(ulong), typeof(ulong)]);
        method.SetCustomAttribute(new CustomAttributeBuilder(typeof(RawTracepointAttribute).GetConstructor([typeof(string)])!, ["sys_enter"]));
        ILGenerator il = method.GetILGenerator();
        new RandomMethod(seed, il).Body(result);
        type.CreateType();
        using var image = new MemoryStream();
        assembly.Save(image);
        return Assembly.Load(image.ToArray()).GetType("Program")!;
    }

    private void Body(FieldBuilder result)
    {
        foreach (LocalBuilder local in _variables)
        {
            Expression(local.LocalType == typeof(long) || local.LocalType == typeof(ulong), 1);
            _il.Emit(OpCodes.Stloc, local);
        }

        for (int i = 0; i < 6; i++) Statement(3);
        _il.Emit(OpCodes.Ldc_I8, 0L);
        foreach (LocalBuilder local in _variables)
        {
            _il.Emit(OpCodes.Ldc_I8, 31L);
            _il.Emit(OpCodes.Mul);
            _il.Emit(OpCodes.Ldloc, local);
            _il.Emit(OpCodes.Conv_I8);
            _il.Emit(OpCodes.Add);
        }

        _il.Emit(OpCodes.Stsfld, result);
        _il.Emit(OpCodes.Ret);
    }

    private void Statement(int depth)
    {
        switch (_random.Next(depth > 0 ? 6 : 3))
        {
            case 3:
                Label otherwise = _il.DefineLabel(), end = _il.DefineLabel();
                Condition(otherwise);
                Statement(depth - 1);
                _il.Emit(OpCodes.Br, end);
                _il.MarkLabel(otherwise);
                if (_random.Next(2) == 0) Statement(depth - 1);
                _il.MarkLabel(end);
                break;
            case 4 when depth > 1:
                LocalBuilder counter = _il.DeclareLocal(typeof(int));
                Label test = _il.DefineLabel(), again = _il.DefineLabel();
                _il.Emit(OpCodes.Ldc_I4_0);
                _il.Emit(OpCodes.Stloc, counter);
                _il.Emit(OpCodes.Br, test);
                _il.MarkLabel(again);
                Statement(depth - 2);
                _il.Emit(OpCodes.Ldloc, counter);
                _il.Emit(OpCodes.Ldc_I4_1);
                _il.Emit(OpCodes.Add);
                _il.Emit(OpCodes.Stloc, counter);
                _il.MarkLabel(test);
                _il.Emit(OpCodes.Ldloc, counter);
                _il.Emit(OpCodes.Ldc_I4, _random.Next(1, 4));
                _il.Emit(OpCodes.Blt, again);
                break;
            default:
                LocalBuilder target = _variables[_random.Next(_variables.Length)];
                Expression(target.LocalType == typeof(long) || target.LocalType == typeof(ulong), 3);
                _il.Emit(OpCodes.Stloc, target);
                break;
        }
    }

    private void Condition(Label target)
    {
        bool wide = _random.Next(2) == 0;
        Expression(wide, 1);
        Expression(wide, 1);
        _il.Emit(s_branches[_random.Next(s_branches.Length)], target);
    }

    /// <summary>Leaves a 32- or 64-bit number on the stack.</summary>
    private void Expression(bool wide, int depth)
    {
        switch (depth == 0 ? _random.Next(3) : _random.Next(3, 12))
        {
            case 0:
                _il.Emit(_random.Next(2) == 0 ? OpCodes.Ldarg_0 : OpCodes.Ldarg_1);
                if (!wide) _il.Emit(OpCodes.Conv_I4);
                break;
            case 1:
                if (wide) _il.Emit(OpCodes.Ldc_I8, Constant());
                else _il.Emit(OpCodes.Ldc_I4, (int)Constant());
                break;
            case 2:
                _il.Emit(OpCodes.Ldloc, _variables[_random.Next(_variables.Length)]);
                _il.Emit(wide ? _random.Next(2) == 0 ? OpCodes.Conv_I8 : OpCodes.Conv_U8 : OpCodes.Conv_I4);
                break;
            case 3 or 4 or 5:
                Expression(wide, depth - 1);
                Expression(wide, depth - 1);
                _il.Emit(s_binary[_random.Next(s_binary.Length)]);
                break;
            case 6:
                Expression(wide, depth - 1);
                Expression(false, depth - 1);
                _il.Emit(OpCodes.Ldc_I4, wide ? 63 : 31);
                _il.Emit(OpCodes.And);
                _il.Emit(s_shifts[_random.Next(s_shifts.Length)]);
                break;
            case 7: // by a positive number that is not 0
                Expression(wide, depth - 1);
                Expression(false, depth - 1);
                _il.Emit(OpCodes.Ldc_I4, 0x7fff);
                _il.Emit(OpCodes.And);
                _il.Emit(OpCodes.Ldc_I4_1);
                _il.Emit(OpCodes.Or);
                if (wide) _il.Emit(OpCodes.Conv_I8);
                _il.Emit(s_divisions[_random.Next(s_divisions.Length)]);
                break;
            case 8:
                Expression(wide, depth - 1);
                _il.Emit(_random.Next(2) == 0 ? OpCodes.Neg : OpCodes.Not);
                break;
            case 9:
                Expression(_random.Next(2) == 0, depth - 1);
                _il.Emit(s_narrowings[_random.Next(s_narrowings.Length)]);
                if (wide) _il.Emit(_random.Next(2) == 0 ? OpCodes.Conv_I8 : OpCodes.Conv_U8);
                break;
            case 10:
                bool inner = _random.Next(2) == 0;
                Expression(inner, depth - 1);
                Expression(inner, depth - 1);
                _il.Emit(s_comparisons[_random.Next(s_comparisons.Length)]);
                if (wide) _il.Emit(OpCodes.Conv_I8);
                break;
            default: // condition ? x : y, with a value below it on the stack
                Label otherwise = _il.DefineLabel(), end = _il.DefineLabel();
                Expression(wide, 0);
                Condition(otherwise);
                Expression(wide, depth - 1);
                _il.Emit(OpCodes.Br, end);
                _il.MarkLabel(otherwise);
                Expression(wide, depth - 1);
                _il.MarkLabel(end);
                _il.Emit(OpCodes.Xor);
                break;
        }
    }

    private long Constant() => _random.Next(5) switch
    {
        0 => _random.Next(-9, 10),
        1 => 1L << _random.Next(64),
        2 => (1L << _random.Next(64)) - 1,
        3 => _random.Next(int.MinValue, int.MaxValue),
        _ => _random.NextInt64(long.MinValue, long.MaxValue),
    };
}
