// Generated from contracts/ by scripts/generate.ts: do not edit, run `npm run generate`.
import { isDateTime } from '../date-time.ts';
import { isUuid } from '../uuid.ts';

const formats = { 'date-time': isDateTime, uuid: isUuid };
const validatePageView_1_0_0 = validate20;
const schema31 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","ctx"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"page_view"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"type":"object","required":["consent"],"properties":{"user_id_hash":{"type":"string","minLength":1,"maxLength":256},"consent":{"type":"object","required":["analytics","ads"],"properties":{"analytics":{"type":"boolean"},"ads":{"type":"boolean"}},"additionalProperties":false}},"additionalProperties":false},"session":{"type":"object","properties":{"session_id":{"type":"string","minLength":1,"maxLength":256},"utm":{"type":"object","properties":{"source":{"type":"string","maxLength":1024},"medium":{"type":"string","maxLength":1024},"campaign":{"type":"string","maxLength":1024},"term":{"type":"string","maxLength":1024},"content":{"type":"string","maxLength":1024}},"additionalProperties":false}},"additionalProperties":false},"ctx":{"type":"object","additionalProperties":false,"required":["page_url"],"properties":{"page_url":{"type":"string","minLength":1,"maxLength":8192},"referrer":{"type":"string","maxLength":8192},"locale":{"type":"string","maxLength":64},"user_agent":{"type":"string","maxLength":8192},"device_type":{"type":"string","maxLength":64},"ab_variant":{"type":"string","maxLength":256}}},"metadata":{"type":"object","properties":{"sdk_version":{"type":"string","maxLength":64},"experiment_keys":{"type":"array","maxItems":64,"items":{"type":"string","maxLength":256}}},"additionalProperties":false},"custom_properties":{"type":"object","maxProperties":50,"propertyNames":{"maxLength":256},"additionalProperties":{"type":["string","number","boolean","null"],"maxLength":1024}},"page":{"type":"object","properties":{"title":{"type":"string","maxLength":1024},"product_id":{"type":"string","minLength":1,"maxLength":256},"category":{"type":"string","maxLength":256}},"additionalProperties":false}},"additionalProperties":false};
const func1 = Object.prototype.hasOwnProperty;
const formats0 = formats.uuid;
const formats2 = formats["date-time"];

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.ctx === undefined) && (missing0 = "ctx"))){
validate20.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
validate20.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate20.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate20.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("page_view" !== data1){
validate20.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "page_view"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate20.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate20.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64){
validate20.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate20.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64){
validate20.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate20.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
let data5 = data.user;
const _errs12 = errors;
if(errors === _errs12){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if((data5.consent === undefined) && (missing1 = "consent")){
validate20.errors = [{instancePath:instancePath+"/user",schemaPath:"#/properties/user/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs14 = errors;
for(const key1 in data5){
if(!((key1 === "user_id_hash") || (key1 === "consent"))){
validate20.errors = [{instancePath:instancePath+"/user",schemaPath:"#/properties/user/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs14 === errors){
if(data5.user_id_hash !== undefined){
let data6 = data5.user_id_hash;
const _errs15 = errors;
if(errors === _errs15){
if(typeof data6 === "string"){
if(data6.length > 256){
validate20.errors = [{instancePath:instancePath+"/user/user_id_hash",schemaPath:"#/properties/user/properties/user_id_hash/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data6.length < 1){
validate20.errors = [{instancePath:instancePath+"/user/user_id_hash",schemaPath:"#/properties/user/properties/user_id_hash/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/user/user_id_hash",schemaPath:"#/properties/user/properties/user_id_hash/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data5.consent !== undefined){
let data7 = data5.consent;
const _errs17 = errors;
if(errors === _errs17){
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
let missing2;
if(((data7.analytics === undefined) && (missing2 = "analytics")) || ((data7.ads === undefined) && (missing2 = "ads"))){
validate20.errors = [{instancePath:instancePath+"/user/consent",schemaPath:"#/properties/user/properties/consent/required",keyword:"required",params:{missingProperty: missing2}}];
return false;
}
else {
const _errs19 = errors;
for(const key2 in data7){
if(!((key2 === "analytics") || (key2 === "ads"))){
validate20.errors = [{instancePath:instancePath+"/user/consent",schemaPath:"#/properties/user/properties/consent/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}}];
return false;
break;
}
}
if(_errs19 === errors){
if(data7.analytics !== undefined){
const _errs20 = errors;
if(typeof data7.analytics !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/user/consent/analytics",schemaPath:"#/properties/user/properties/consent/properties/analytics/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid2 = _errs20 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data7.ads !== undefined){
const _errs22 = errors;
if(typeof data7.ads !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/user/consent/ads",schemaPath:"#/properties/user/properties/consent/properties/ads/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid2 = _errs22 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/user/consent",schemaPath:"#/properties/user/properties/consent/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid1 = _errs17 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/user",schemaPath:"#/properties/user/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
let data10 = data.session;
const _errs24 = errors;
if(errors === _errs24){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
const _errs26 = errors;
for(const key3 in data10){
if(!((key3 === "session_id") || (key3 === "utm"))){
validate20.errors = [{instancePath:instancePath+"/session",schemaPath:"#/properties/session/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}}];
return false;
break;
}
}
if(_errs26 === errors){
if(data10.session_id !== undefined){
let data11 = data10.session_id;
const _errs27 = errors;
if(errors === _errs27){
if(typeof data11 === "string"){
if(data11.length > 256){
validate20.errors = [{instancePath:instancePath+"/session/session_id",schemaPath:"#/properties/session/properties/session_id/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data11.length < 1){
validate20.errors = [{instancePath:instancePath+"/session/session_id",schemaPath:"#/properties/session/properties/session_id/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/session/session_id",schemaPath:"#/properties/session/properties/session_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid3 = _errs27 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data10.utm !== undefined){
let data12 = data10.utm;
const _errs29 = errors;
if(errors === _errs29){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
const _errs31 = errors;
for(const key4 in data12){
if(!(((((key4 === "source") || (key4 === "medium")) || (key4 === "campaign")) || (key4 === "term")) || (key4 === "content"))){
validate20.errors = [{instancePath:instancePath+"/session/utm",schemaPath:"#/properties/session/properties/utm/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4}}];
return false;
break;
}
}
if(_errs31 === errors){
if(data12.source !== undefined){
let data13 = data12.source;
const _errs32 = errors;
if(errors === _errs32){
if(typeof data13 === "string"){
if(data13.length > 1024){
validate20.errors = [{instancePath:instancePath+"/session/utm/source",schemaPath:"#/properties/session/properties/utm/properties/source/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/session/utm/source",schemaPath:"#/properties/session/properties/utm/properties/source/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs32 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.medium !== undefined){
let data14 = data12.medium;
const _errs34 = errors;
if(errors === _errs34){
if(typeof data14 === "string"){
if(data14.length > 1024){
validate20.errors = [{instancePath:instancePath+"/session/utm/medium",schemaPath:"#/properties/session/properties/utm/properties/medium/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/session/utm/medium",schemaPath:"#/properties/session/properties/utm/properties/medium/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs34 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.campaign !== undefined){
let data15 = data12.campaign;
const _errs36 = errors;
if(errors === _errs36){
if(typeof data15 === "string"){
if(data15.length > 1024){
validate20.errors = [{instancePath:instancePath+"/session/utm/campaign",schemaPath:"#/properties/session/properties/utm/properties/campaign/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/session/utm/campaign",schemaPath:"#/properties/session/properties/utm/properties/campaign/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs36 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.term !== undefined){
let data16 = data12.term;
const _errs38 = errors;
if(errors === _errs38){
if(typeof data16 === "string"){
if(data16.length > 1024){
validate20.errors = [{instancePath:instancePath+"/session/utm/term",schemaPath:"#/properties/session/properties/utm/properties/term/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/session/utm/term",schemaPath:"#/properties/session/properties/utm/properties/term/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs38 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.content !== undefined){
let data17 = data12.content;
const _errs40 = errors;
if(errors === _errs40){
if(typeof data17 === "string"){
if(data17.length > 1024){
validate20.errors = [{instancePath:instancePath+"/session/utm/content",schemaPath:"#/properties/session/properties/utm/properties/content/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/session/utm/content",schemaPath:"#/properties/session/properties/utm/properties/content/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs40 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/session/utm",schemaPath:"#/properties/session/properties/utm/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid3 = _errs29 === errors;
}
else {
var valid3 = true;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/session",schemaPath:"#/properties/session/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
let data18 = data.ctx;
const _errs42 = errors;
if(errors === _errs42){
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
let missing3;
if((data18.page_url === undefined) && (missing3 = "page_url")){
validate20.errors = [{instancePath:instancePath+"/ctx",schemaPath:"#/properties/ctx/required",keyword:"required",params:{missingProperty: missing3}}];
return false;
}
else {
const _errs44 = errors;
for(const key5 in data18){
if(!((((((key5 === "page_url") || (key5 === "referrer")) || (key5 === "locale")) || (key5 === "user_agent")) || (key5 === "device_type")) || (key5 === "ab_variant"))){
validate20.errors = [{instancePath:instancePath+"/ctx",schemaPath:"#/properties/ctx/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5}}];
return false;
break;
}
}
if(_errs44 === errors){
if(data18.page_url !== undefined){
let data19 = data18.page_url;
const _errs45 = errors;
if(errors === _errs45){
if(typeof data19 === "string"){
if(data19.length > 8192){
validate20.errors = [{instancePath:instancePath+"/ctx/page_url",schemaPath:"#/properties/ctx/properties/page_url/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
else {
if(data19.length < 1){
validate20.errors = [{instancePath:instancePath+"/ctx/page_url",schemaPath:"#/properties/ctx/properties/page_url/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ctx/page_url",schemaPath:"#/properties/ctx/properties/page_url/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs45 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data18.referrer !== undefined){
let data20 = data18.referrer;
const _errs47 = errors;
if(errors === _errs47){
if(typeof data20 === "string"){
if(data20.length > 8192){
validate20.errors = [{instancePath:instancePath+"/ctx/referrer",schemaPath:"#/properties/ctx/properties/referrer/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ctx/referrer",schemaPath:"#/properties/ctx/properties/referrer/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs47 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data18.locale !== undefined){
let data21 = data18.locale;
const _errs49 = errors;
if(errors === _errs49){
if(typeof data21 === "string"){
if(data21.length > 64){
validate20.errors = [{instancePath:instancePath+"/ctx/locale",schemaPath:"#/properties/ctx/properties/locale/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ctx/locale",schemaPath:"#/properties/ctx/properties/locale/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs49 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data18.user_agent !== undefined){
let data22 = data18.user_agent;
const _errs51 = errors;
if(errors === _errs51){
if(typeof data22 === "string"){
if(data22.length > 8192){
validate20.errors = [{instancePath:instancePath+"/ctx/user_agent",schemaPath:"#/properties/ctx/properties/user_agent/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ctx/user_agent",schemaPath:"#/properties/ctx/properties/user_agent/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs51 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data18.device_type !== undefined){
let data23 = data18.device_type;
const _errs53 = errors;
if(errors === _errs53){
if(typeof data23 === "string"){
if(data23.length > 64){
validate20.errors = [{instancePath:instancePath+"/ctx/device_type",schemaPath:"#/properties/ctx/properties/device_type/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ctx/device_type",schemaPath:"#/properties/ctx/properties/device_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs53 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data18.ab_variant !== undefined){
let data24 = data18.ab_variant;
const _errs55 = errors;
if(errors === _errs55){
if(typeof data24 === "string"){
if(data24.length > 256){
validate20.errors = [{instancePath:instancePath+"/ctx/ab_variant",schemaPath:"#/properties/ctx/properties/ab_variant/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ctx/ab_variant",schemaPath:"#/properties/ctx/properties/ab_variant/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs55 === errors;
}
else {
var valid5 = true;
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ctx",schemaPath:"#/properties/ctx/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs42 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
let data25 = data.metadata;
const _errs57 = errors;
if(errors === _errs57){
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
const _errs59 = errors;
for(const key6 in data25){
if(!((key6 === "sdk_version") || (key6 === "experiment_keys"))){
validate20.errors = [{instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6}}];
return false;
break;
}
}
if(_errs59 === errors){
if(data25.sdk_version !== undefined){
let data26 = data25.sdk_version;
const _errs60 = errors;
if(errors === _errs60){
if(typeof data26 === "string"){
if(data26.length > 64){
validate20.errors = [{instancePath:instancePath+"/metadata/sdk_version",schemaPath:"#/properties/metadata/properties/sdk_version/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/metadata/sdk_version",schemaPath:"#/properties/metadata/properties/sdk_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid6 = _errs60 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data25.experiment_keys !== undefined){
let data27 = data25.experiment_keys;
const _errs62 = errors;
if(errors === _errs62){
if(Array.isArray(data27)){
if(data27.length > 64){
validate20.errors = [{instancePath:instancePath+"/metadata/experiment_keys",schemaPath:"#/properties/metadata/properties/experiment_keys/maxItems",keyword:"maxItems",params:{limit: 64}}];
return false;
}
else {
var valid7 = true;
const len0 = data27.length;
for(let i0=0; i0<len0; i0++){
let data28 = data27[i0];
const _errs64 = errors;
if(errors === _errs64){
if(typeof data28 === "string"){
if(data28.length > 256){
validate20.errors = [{instancePath:instancePath+"/metadata/experiment_keys/" + i0,schemaPath:"#/properties/metadata/properties/experiment_keys/items/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/metadata/experiment_keys/" + i0,schemaPath:"#/properties/metadata/properties/experiment_keys/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid7 = _errs64 === errors;
if(!valid7){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/metadata/experiment_keys",schemaPath:"#/properties/metadata/properties/experiment_keys/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid6 = _errs62 === errors;
}
else {
var valid6 = true;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs57 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
let data29 = data.custom_properties;
const _errs66 = errors;
if(errors === _errs66){
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(Object.keys(data29).length > 50){
validate20.errors = [{instancePath:instancePath+"/custom_properties",schemaPath:"#/properties/custom_properties/maxProperties",keyword:"maxProperties",params:{limit: 50}}];
return false;
}
else {
for(const key7 in data29){
const _errs68 = errors;
if(typeof key7 === "string"){
if(key7.length > 256){
const err0 = {instancePath:instancePath+"/custom_properties",schemaPath:"#/properties/custom_properties/propertyNames/maxLength",keyword:"maxLength",params:{limit: 256},propertyName:key7};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var valid8 = _errs68 === errors;
if(!valid8){
const err1 = {instancePath:instancePath+"/custom_properties",schemaPath:"#/properties/custom_properties/propertyNames",keyword:"propertyNames",params:{propertyName: key7}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate20.errors = vErrors;
return false;
break;
}
}
if(valid8){
for(const key8 in data29){
let data30 = data29[key8];
const _errs70 = errors;
if((((typeof data30 !== "string") && (!((typeof data30 == "number") && (isFinite(data30))))) && (typeof data30 !== "boolean")) && (data30 !== null)){
validate20.errors = [{instancePath:instancePath+"/custom_properties/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/custom_properties/additionalProperties/type",keyword:"type",params:{type: schema31.properties.custom_properties.additionalProperties.type}}];
return false;
}
if(errors === _errs70){
if(typeof data30 === "string"){
if(data30.length > 1024){
validate20.errors = [{instancePath:instancePath+"/custom_properties/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/custom_properties/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
}
var valid9 = _errs70 === errors;
if(!valid9){
break;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/custom_properties",schemaPath:"#/properties/custom_properties/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs66 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.page !== undefined){
let data31 = data.page;
const _errs72 = errors;
if(errors === _errs72){
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
const _errs74 = errors;
for(const key9 in data31){
if(!(((key9 === "title") || (key9 === "product_id")) || (key9 === "category"))){
validate20.errors = [{instancePath:instancePath+"/page",schemaPath:"#/properties/page/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9}}];
return false;
break;
}
}
if(_errs74 === errors){
if(data31.title !== undefined){
let data32 = data31.title;
const _errs75 = errors;
if(errors === _errs75){
if(typeof data32 === "string"){
if(data32.length > 1024){
validate20.errors = [{instancePath:instancePath+"/page/title",schemaPath:"#/properties/page/properties/title/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page/title",schemaPath:"#/properties/page/properties/title/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid10 = _errs75 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data31.product_id !== undefined){
let data33 = data31.product_id;
const _errs77 = errors;
if(errors === _errs77){
if(typeof data33 === "string"){
if(data33.length > 256){
validate20.errors = [{instancePath:instancePath+"/page/product_id",schemaPath:"#/properties/page/properties/product_id/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data33.length < 1){
validate20.errors = [{instancePath:instancePath+"/page/product_id",schemaPath:"#/properties/page/properties/product_id/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page/product_id",schemaPath:"#/properties/page/properties/product_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid10 = _errs77 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data31.category !== undefined){
let data34 = data31.category;
const _errs79 = errors;
if(errors === _errs79){
if(typeof data34 === "string"){
if(data34.length > 256){
validate20.errors = [{instancePath:instancePath+"/page/category",schemaPath:"#/properties/page/properties/category/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page/category",schemaPath:"#/properties/page/properties/category/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid10 = _errs79 === errors;
}
else {
var valid10 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page",schemaPath:"#/properties/page/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs72 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const validateServerRequest_1_0_0 = validate21;
const schema32 = {"type":"object","required":["event_id","event_type","schema_version","ts","user","request"],"properties":{"event_id":{"type":"string","format":"uuid"},"event_type":{"type":"string","const":"server_request"},"schema_version":{"type":"string","const":"1.0.0"},"ts":{"type":"string","format":"date-time","maxLength":64},"sent_at":{"type":"string","format":"date-time","maxLength":64},"user":{"type":"object","required":["consent"],"properties":{"user_id_hash":{"type":"string","minLength":1,"maxLength":256},"consent":{"type":"object","required":["analytics","ads"],"properties":{"analytics":{"type":"boolean"},"ads":{"type":"boolean"}},"additionalProperties":false}},"additionalProperties":false},"session":{"type":"object","properties":{"session_id":{"type":"string","minLength":1,"maxLength":256},"utm":{"type":"object","properties":{"source":{"type":"string","maxLength":1024},"medium":{"type":"string","maxLength":1024},"campaign":{"type":"string","maxLength":1024},"term":{"type":"string","maxLength":1024},"content":{"type":"string","maxLength":1024}},"additionalProperties":false}},"additionalProperties":false},"ctx":{"type":"object","properties":{"page_url":{"type":"string","minLength":1,"maxLength":8192},"referrer":{"type":"string","maxLength":8192},"locale":{"type":"string","maxLength":64},"user_agent":{"type":"string","maxLength":8192},"device_type":{"type":"string","maxLength":64},"ab_variant":{"type":"string","maxLength":256}},"additionalProperties":false},"metadata":{"type":"object","properties":{"sdk_version":{"type":"string","maxLength":64},"experiment_keys":{"type":"array","maxItems":64,"items":{"type":"string","maxLength":256}}},"additionalProperties":false},"custom_properties":{"type":"object","maxProperties":50,"propertyNames":{"maxLength":256},"additionalProperties":{"type":["string","number","boolean","null"],"maxLength":1024}},"request":{"type":"object","required":["method","path","status","bytes"],"properties":{"method":{"type":"string","minLength":1,"maxLength":64},"path":{"type":"string","maxLength":8192},"status":{"type":"integer","minimum":100,"maximum":599},"bytes":{"type":["integer","null"],"minimum":0,"maximum":9007199254740991}},"additionalProperties":false}},"additionalProperties":false};

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.schema_version === undefined) && (missing0 = "schema_version"))) || ((data.ts === undefined) && (missing0 = "ts"))) || ((data.user === undefined) && (missing0 = "user"))) || ((data.request === undefined) && (missing0 = "request"))){
validate21.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema32.properties, key0))){
validate21.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(errors === _errs2){
if(typeof data0 === "string"){
if(!(formats0(data0))){
validate21.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/format",keyword:"format",params:{format: "uuid"}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate21.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("server_request" !== data1){
validate21.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/const",keyword:"const",params:{allowedValue: "server_request"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schema_version !== undefined){
let data2 = data.schema_version;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate21.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("1.0.0" !== data2){
validate21.errors = [{instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: "1.0.0"}}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts !== undefined){
let data3 = data.ts;
const _errs8 = errors;
if(errors === _errs8){
if(errors === _errs8){
if(typeof data3 === "string"){
if(data3.length > 64){
validate21.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data3))){
validate21.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/ts",schemaPath:"#/properties/ts/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data4 = data.sent_at;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data4 === "string"){
if(data4.length > 64){
validate21.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(!(formats2(data4))){
validate21.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/format",keyword:"format",params:{format: "date-time"}}];
return false;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.user !== undefined){
let data5 = data.user;
const _errs12 = errors;
if(errors === _errs12){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if((data5.consent === undefined) && (missing1 = "consent")){
validate21.errors = [{instancePath:instancePath+"/user",schemaPath:"#/properties/user/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs14 = errors;
for(const key1 in data5){
if(!((key1 === "user_id_hash") || (key1 === "consent"))){
validate21.errors = [{instancePath:instancePath+"/user",schemaPath:"#/properties/user/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs14 === errors){
if(data5.user_id_hash !== undefined){
let data6 = data5.user_id_hash;
const _errs15 = errors;
if(errors === _errs15){
if(typeof data6 === "string"){
if(data6.length > 256){
validate21.errors = [{instancePath:instancePath+"/user/user_id_hash",schemaPath:"#/properties/user/properties/user_id_hash/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data6.length < 1){
validate21.errors = [{instancePath:instancePath+"/user/user_id_hash",schemaPath:"#/properties/user/properties/user_id_hash/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/user/user_id_hash",schemaPath:"#/properties/user/properties/user_id_hash/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data5.consent !== undefined){
let data7 = data5.consent;
const _errs17 = errors;
if(errors === _errs17){
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
let missing2;
if(((data7.analytics === undefined) && (missing2 = "analytics")) || ((data7.ads === undefined) && (missing2 = "ads"))){
validate21.errors = [{instancePath:instancePath+"/user/consent",schemaPath:"#/properties/user/properties/consent/required",keyword:"required",params:{missingProperty: missing2}}];
return false;
}
else {
const _errs19 = errors;
for(const key2 in data7){
if(!((key2 === "analytics") || (key2 === "ads"))){
validate21.errors = [{instancePath:instancePath+"/user/consent",schemaPath:"#/properties/user/properties/consent/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}}];
return false;
break;
}
}
if(_errs19 === errors){
if(data7.analytics !== undefined){
const _errs20 = errors;
if(typeof data7.analytics !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/user/consent/analytics",schemaPath:"#/properties/user/properties/consent/properties/analytics/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid2 = _errs20 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data7.ads !== undefined){
const _errs22 = errors;
if(typeof data7.ads !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/user/consent/ads",schemaPath:"#/properties/user/properties/consent/properties/ads/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid2 = _errs22 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/user/consent",schemaPath:"#/properties/user/properties/consent/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid1 = _errs17 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/user",schemaPath:"#/properties/user/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
let data10 = data.session;
const _errs24 = errors;
if(errors === _errs24){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
const _errs26 = errors;
for(const key3 in data10){
if(!((key3 === "session_id") || (key3 === "utm"))){
validate21.errors = [{instancePath:instancePath+"/session",schemaPath:"#/properties/session/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}}];
return false;
break;
}
}
if(_errs26 === errors){
if(data10.session_id !== undefined){
let data11 = data10.session_id;
const _errs27 = errors;
if(errors === _errs27){
if(typeof data11 === "string"){
if(data11.length > 256){
validate21.errors = [{instancePath:instancePath+"/session/session_id",schemaPath:"#/properties/session/properties/session_id/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
else {
if(data11.length < 1){
validate21.errors = [{instancePath:instancePath+"/session/session_id",schemaPath:"#/properties/session/properties/session_id/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/session/session_id",schemaPath:"#/properties/session/properties/session_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid3 = _errs27 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data10.utm !== undefined){
let data12 = data10.utm;
const _errs29 = errors;
if(errors === _errs29){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
const _errs31 = errors;
for(const key4 in data12){
if(!(((((key4 === "source") || (key4 === "medium")) || (key4 === "campaign")) || (key4 === "term")) || (key4 === "content"))){
validate21.errors = [{instancePath:instancePath+"/session/utm",schemaPath:"#/properties/session/properties/utm/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4}}];
return false;
break;
}
}
if(_errs31 === errors){
if(data12.source !== undefined){
let data13 = data12.source;
const _errs32 = errors;
if(errors === _errs32){
if(typeof data13 === "string"){
if(data13.length > 1024){
validate21.errors = [{instancePath:instancePath+"/session/utm/source",schemaPath:"#/properties/session/properties/utm/properties/source/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/session/utm/source",schemaPath:"#/properties/session/properties/utm/properties/source/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs32 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.medium !== undefined){
let data14 = data12.medium;
const _errs34 = errors;
if(errors === _errs34){
if(typeof data14 === "string"){
if(data14.length > 1024){
validate21.errors = [{instancePath:instancePath+"/session/utm/medium",schemaPath:"#/properties/session/properties/utm/properties/medium/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/session/utm/medium",schemaPath:"#/properties/session/properties/utm/properties/medium/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs34 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.campaign !== undefined){
let data15 = data12.campaign;
const _errs36 = errors;
if(errors === _errs36){
if(typeof data15 === "string"){
if(data15.length > 1024){
validate21.errors = [{instancePath:instancePath+"/session/utm/campaign",schemaPath:"#/properties/session/properties/utm/properties/campaign/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/session/utm/campaign",schemaPath:"#/properties/session/properties/utm/properties/campaign/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs36 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.term !== undefined){
let data16 = data12.term;
const _errs38 = errors;
if(errors === _errs38){
if(typeof data16 === "string"){
if(data16.length > 1024){
validate21.errors = [{instancePath:instancePath+"/session/utm/term",schemaPath:"#/properties/session/properties/utm/properties/term/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/session/utm/term",schemaPath:"#/properties/session/properties/utm/properties/term/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs38 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.content !== undefined){
let data17 = data12.content;
const _errs40 = errors;
if(errors === _errs40){
if(typeof data17 === "string"){
if(data17.length > 1024){
validate21.errors = [{instancePath:instancePath+"/session/utm/content",schemaPath:"#/properties/session/properties/utm/properties/content/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/session/utm/content",schemaPath:"#/properties/session/properties/utm/properties/content/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs40 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/session/utm",schemaPath:"#/properties/session/properties/utm/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid3 = _errs29 === errors;
}
else {
var valid3 = true;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/session",schemaPath:"#/properties/session/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ctx !== undefined){
let data18 = data.ctx;
const _errs42 = errors;
if(errors === _errs42){
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
const _errs44 = errors;
for(const key5 in data18){
if(!((((((key5 === "page_url") || (key5 === "referrer")) || (key5 === "locale")) || (key5 === "user_agent")) || (key5 === "device_type")) || (key5 === "ab_variant"))){
validate21.errors = [{instancePath:instancePath+"/ctx",schemaPath:"#/properties/ctx/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5}}];
return false;
break;
}
}
if(_errs44 === errors){
if(data18.page_url !== undefined){
let data19 = data18.page_url;
const _errs45 = errors;
if(errors === _errs45){
if(typeof data19 === "string"){
if(data19.length > 8192){
validate21.errors = [{instancePath:instancePath+"/ctx/page_url",schemaPath:"#/properties/ctx/properties/page_url/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
else {
if(data19.length < 1){
validate21.errors = [{instancePath:instancePath+"/ctx/page_url",schemaPath:"#/properties/ctx/properties/page_url/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/ctx/page_url",schemaPath:"#/properties/ctx/properties/page_url/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs45 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data18.referrer !== undefined){
let data20 = data18.referrer;
const _errs47 = errors;
if(errors === _errs47){
if(typeof data20 === "string"){
if(data20.length > 8192){
validate21.errors = [{instancePath:instancePath+"/ctx/referrer",schemaPath:"#/properties/ctx/properties/referrer/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/ctx/referrer",schemaPath:"#/properties/ctx/properties/referrer/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs47 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data18.locale !== undefined){
let data21 = data18.locale;
const _errs49 = errors;
if(errors === _errs49){
if(typeof data21 === "string"){
if(data21.length > 64){
validate21.errors = [{instancePath:instancePath+"/ctx/locale",schemaPath:"#/properties/ctx/properties/locale/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/ctx/locale",schemaPath:"#/properties/ctx/properties/locale/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs49 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data18.user_agent !== undefined){
let data22 = data18.user_agent;
const _errs51 = errors;
if(errors === _errs51){
if(typeof data22 === "string"){
if(data22.length > 8192){
validate21.errors = [{instancePath:instancePath+"/ctx/user_agent",schemaPath:"#/properties/ctx/properties/user_agent/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/ctx/user_agent",schemaPath:"#/properties/ctx/properties/user_agent/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs51 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data18.device_type !== undefined){
let data23 = data18.device_type;
const _errs53 = errors;
if(errors === _errs53){
if(typeof data23 === "string"){
if(data23.length > 64){
validate21.errors = [{instancePath:instancePath+"/ctx/device_type",schemaPath:"#/properties/ctx/properties/device_type/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/ctx/device_type",schemaPath:"#/properties/ctx/properties/device_type/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs53 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data18.ab_variant !== undefined){
let data24 = data18.ab_variant;
const _errs55 = errors;
if(errors === _errs55){
if(typeof data24 === "string"){
if(data24.length > 256){
validate21.errors = [{instancePath:instancePath+"/ctx/ab_variant",schemaPath:"#/properties/ctx/properties/ab_variant/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/ctx/ab_variant",schemaPath:"#/properties/ctx/properties/ab_variant/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs55 === errors;
}
else {
var valid5 = true;
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/ctx",schemaPath:"#/properties/ctx/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs42 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
let data25 = data.metadata;
const _errs57 = errors;
if(errors === _errs57){
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
const _errs59 = errors;
for(const key6 in data25){
if(!((key6 === "sdk_version") || (key6 === "experiment_keys"))){
validate21.errors = [{instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6}}];
return false;
break;
}
}
if(_errs59 === errors){
if(data25.sdk_version !== undefined){
let data26 = data25.sdk_version;
const _errs60 = errors;
if(errors === _errs60){
if(typeof data26 === "string"){
if(data26.length > 64){
validate21.errors = [{instancePath:instancePath+"/metadata/sdk_version",schemaPath:"#/properties/metadata/properties/sdk_version/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/metadata/sdk_version",schemaPath:"#/properties/metadata/properties/sdk_version/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid6 = _errs60 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data25.experiment_keys !== undefined){
let data27 = data25.experiment_keys;
const _errs62 = errors;
if(errors === _errs62){
if(Array.isArray(data27)){
if(data27.length > 64){
validate21.errors = [{instancePath:instancePath+"/metadata/experiment_keys",schemaPath:"#/properties/metadata/properties/experiment_keys/maxItems",keyword:"maxItems",params:{limit: 64}}];
return false;
}
else {
var valid7 = true;
const len0 = data27.length;
for(let i0=0; i0<len0; i0++){
let data28 = data27[i0];
const _errs64 = errors;
if(errors === _errs64){
if(typeof data28 === "string"){
if(data28.length > 256){
validate21.errors = [{instancePath:instancePath+"/metadata/experiment_keys/" + i0,schemaPath:"#/properties/metadata/properties/experiment_keys/items/maxLength",keyword:"maxLength",params:{limit: 256}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/metadata/experiment_keys/" + i0,schemaPath:"#/properties/metadata/properties/experiment_keys/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid7 = _errs64 === errors;
if(!valid7){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/metadata/experiment_keys",schemaPath:"#/properties/metadata/properties/experiment_keys/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid6 = _errs62 === errors;
}
else {
var valid6 = true;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs57 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.custom_properties !== undefined){
let data29 = data.custom_properties;
const _errs66 = errors;
if(errors === _errs66){
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(Object.keys(data29).length > 50){
validate21.errors = [{instancePath:instancePath+"/custom_properties",schemaPath:"#/properties/custom_properties/maxProperties",keyword:"maxProperties",params:{limit: 50}}];
return false;
}
else {
for(const key7 in data29){
const _errs68 = errors;
if(typeof key7 === "string"){
if(key7.length > 256){
const err0 = {instancePath:instancePath+"/custom_properties",schemaPath:"#/properties/custom_properties/propertyNames/maxLength",keyword:"maxLength",params:{limit: 256},propertyName:key7};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var valid8 = _errs68 === errors;
if(!valid8){
const err1 = {instancePath:instancePath+"/custom_properties",schemaPath:"#/properties/custom_properties/propertyNames",keyword:"propertyNames",params:{propertyName: key7}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate21.errors = vErrors;
return false;
break;
}
}
if(valid8){
for(const key8 in data29){
let data30 = data29[key8];
const _errs70 = errors;
if((((typeof data30 !== "string") && (!((typeof data30 == "number") && (isFinite(data30))))) && (typeof data30 !== "boolean")) && (data30 !== null)){
validate21.errors = [{instancePath:instancePath+"/custom_properties/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/custom_properties/additionalProperties/type",keyword:"type",params:{type: schema32.properties.custom_properties.additionalProperties.type}}];
return false;
}
if(errors === _errs70){
if(typeof data30 === "string"){
if(data30.length > 1024){
validate21.errors = [{instancePath:instancePath+"/custom_properties/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/custom_properties/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 1024}}];
return false;
}
}
}
var valid9 = _errs70 === errors;
if(!valid9){
break;
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/custom_properties",schemaPath:"#/properties/custom_properties/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs66 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.request !== undefined){
let data31 = data.request;
const _errs72 = errors;
if(errors === _errs72){
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
let missing3;
if(((((data31.method === undefined) && (missing3 = "method")) || ((data31.path === undefined) && (missing3 = "path"))) || ((data31.status === undefined) && (missing3 = "status"))) || ((data31.bytes === undefined) && (missing3 = "bytes"))){
validate21.errors = [{instancePath:instancePath+"/request",schemaPath:"#/properties/request/required",keyword:"required",params:{missingProperty: missing3}}];
return false;
}
else {
const _errs74 = errors;
for(const key9 in data31){
if(!((((key9 === "method") || (key9 === "path")) || (key9 === "status")) || (key9 === "bytes"))){
validate21.errors = [{instancePath:instancePath+"/request",schemaPath:"#/properties/request/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9}}];
return false;
break;
}
}
if(_errs74 === errors){
if(data31.method !== undefined){
let data32 = data31.method;
const _errs75 = errors;
if(errors === _errs75){
if(typeof data32 === "string"){
if(data32.length > 64){
validate21.errors = [{instancePath:instancePath+"/request/method",schemaPath:"#/properties/request/properties/method/maxLength",keyword:"maxLength",params:{limit: 64}}];
return false;
}
else {
if(data32.length < 1){
validate21.errors = [{instancePath:instancePath+"/request/method",schemaPath:"#/properties/request/properties/method/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/request/method",schemaPath:"#/properties/request/properties/method/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid10 = _errs75 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data31.path !== undefined){
let data33 = data31.path;
const _errs77 = errors;
if(errors === _errs77){
if(typeof data33 === "string"){
if(data33.length > 8192){
validate21.errors = [{instancePath:instancePath+"/request/path",schemaPath:"#/properties/request/properties/path/maxLength",keyword:"maxLength",params:{limit: 8192}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/request/path",schemaPath:"#/properties/request/properties/path/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid10 = _errs77 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data31.status !== undefined){
let data34 = data31.status;
const _errs79 = errors;
if(!(((typeof data34 == "number") && (!(data34 % 1) && !isNaN(data34))) && (isFinite(data34)))){
validate21.errors = [{instancePath:instancePath+"/request/status",schemaPath:"#/properties/request/properties/status/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs79){
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 > 599 || isNaN(data34)){
validate21.errors = [{instancePath:instancePath+"/request/status",schemaPath:"#/properties/request/properties/status/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599}}];
return false;
}
else {
if(data34 < 100 || isNaN(data34)){
validate21.errors = [{instancePath:instancePath+"/request/status",schemaPath:"#/properties/request/properties/status/minimum",keyword:"minimum",params:{comparison: ">=", limit: 100}}];
return false;
}
}
}
}
var valid10 = _errs79 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data31.bytes !== undefined){
let data35 = data31.bytes;
const _errs81 = errors;
if((!(((typeof data35 == "number") && (!(data35 % 1) && !isNaN(data35))) && (isFinite(data35)))) && (data35 !== null)){
validate21.errors = [{instancePath:instancePath+"/request/bytes",schemaPath:"#/properties/request/properties/bytes/type",keyword:"type",params:{type: schema32.properties.request.properties.bytes.type}}];
return false;
}
if(errors === _errs81){
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 > 9007199254740991 || isNaN(data35)){
validate21.errors = [{instancePath:instancePath+"/request/bytes",schemaPath:"#/properties/request/properties/bytes/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data35 < 0 || isNaN(data35)){
validate21.errors = [{instancePath:instancePath+"/request/bytes",schemaPath:"#/properties/request/properties/bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid10 = _errs81 === errors;
}
else {
var valid10 = true;
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/request",schemaPath:"#/properties/request/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs72 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

/** The validator of each contract, by event type and version. */
export const eventValidators = {
  page_view: {
    '1.0.0': validatePageView_1_0_0,
  },
  server_request: {
    '1.0.0': validateServerRequest_1_0_0,
  },
};
