import { addTexts } from '../i18n/page-texts';

addTexts({
  views: {
    title: ['Saved views', '已存视图'],
    save: ['Save these filters', '保存当前筛选'],
    about: ['Under a name, for yourself alone, on every machine.', '以名称保存，仅自己可见，任何设备上均可使用。'],
    name: ['Name', '名称'],
    manage: ['Rename or remove', '重命名或删除'],
    rename: ['Rename', '重命名'],
    remove: ['Remove %{name}', '删除 %{name}'],
  },
});
