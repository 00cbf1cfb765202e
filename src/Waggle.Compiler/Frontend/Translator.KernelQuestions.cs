using System.Reflection;
using Waggle.Bpf.Objects;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;
using Waggle.CSharp;

namespace Waggle.Compiler.Frontend;

/// <summary>What programs ask about the kernel's types.</summary>
internal sealed partial class Translator
{
    private bool KernelQuestion(MethodInfo target, StackEntry[] arguments)
    {
        Type asked = target.GetGenericArguments()[0];
        switch (target.Name)
        {
            case nameof(KernelTypes.HasField):
                Push(Truncate(Emit(new FieldQuery(arguments[0].Value, CoreRelocationKind.FieldExists))));
                return true;
            case nameof(KernelTypes.SizeOfField):
                Push(Truncate(Emit(new FieldQuery(arguments[0].Value, CoreRelocationKind.FieldByteSize))));
                return true;
        }

        if (!asked.IsDefined(typeof(KernelTypeAttribute), false))
        {
            Report(Rules.KernelQuestion, $"{asked.Name} has no [KernelType] that says what the kernel calls it.");
            PushDefault(target.ReturnType);
            return true;
        }

        switch (target.Name)
        {
            case nameof(KernelTypes.Has):
                Push(Truncate(Emit(new RelocatedNumber(new KernelAccess(asked, "0", 1) { Kind = CoreRelocationKind.TypeExists }))));
                break;
            case nameof(KernelTypes.SizeOf):
                Push(Truncate(Emit(new RelocatedNumber(new KernelAccess(asked, "0", Layouts.SizeOf(asked)) { Kind = CoreRelocationKind.TypeSize }))));
                break;
            case nameof(KernelTypes.HasValue):
                Push(Truncate(EnumeratorNumber(asked, arguments[0].Value, CoreRelocationKind.EnumValueExists)));
                break;
            case nameof(KernelTypes.ValueOf):
                Value number = EnumeratorNumber(asked, arguments[0].Value, CoreRelocationKind.EnumValue);
                Push(Layouts.SizeOf(asked) == 8 ? number : Truncate(number));
                break;
        }

        return true;
    }

    private Value EnumeratorNumber(Type type, Value value, CoreRelocationKind kind)
    {
        FieldInfo[] enumerators = type.GetFields(BindingFlags.Public | BindingFlags.Static);
        int bits = Layouts.SizeOf(type) * 8;
        int index = value is Constant constant ? Array.FindIndex(enumerators, e => Bits(e) << 64 - bits == constant.Bits << 64 - bits) : -1;
        if (index >= 0)
        {
            int known = kind == CoreRelocationKind.EnumValueExists ? 1 : (int)Bits(enumerators[index]);
            return Emit(new RelocatedNumber(new KernelAccess(type, index.ToString(System.Globalization.CultureInfo.InvariantCulture), known) { Kind = kind }));
        }

        Report(Rules.KernelQuestion, $"the argument is no constant of {type.Name}. Name one of its members.");
        return Constant.Int64(0);
    }

    private static ulong Bits(FieldInfo enumerator)
    {
        object number = enumerator.GetRawConstantValue()!;
        return number is ulong large ? large : (ulong)System.Convert.ToInt64(number, null);
    }
}
